import { cellFiles } from './cell-files/api.ts'
import { cellFilesPlans } from './cell-files/composition.ts'
import { edge } from './edge/api.ts'
import { edgePlans } from './edge/composition.ts'
import { edgeRouting } from './edge-routing/api.ts'
import { edgeRoutingPlans } from './edge-routing/composition.ts'
import { fleetGroup } from './fleet-group/api.ts'
import { fleetGroupPlans } from './fleet-group/composition.ts'
import { kubernetesCluster } from './kubernetes-cluster/api.ts'
import { kubernetesClusterPlans } from './kubernetes-cluster/composition.ts'
import { network } from './network/api.ts'
import { networkPlans } from './network/composition.ts'
import { nodeFleet } from './node-fleet/api.ts'
import { nodeFleetPlans } from './node-fleet/composition.ts'
import { platformDomain } from './platform-domain/api.ts'
import { platformDomainPlans } from './platform-domain/composition.ts'
import { raisedQuota } from './raised-quota/api.ts'
import { raisedQuotaPlans } from './raised-quota/composition.ts'
import type { ComposedApi } from './region-apis.ts'
import { regionEnvironmentApi } from './region-environment/api.ts'
import { regionEnvironmentPlans } from './region-environment/composition.ts'
import { regionGuard } from './region-guard/api.ts'
import { regionGuardPlans } from './region-guard/composition.ts'
import { regionKeys } from './region-keys/api.ts'
import { regionKeysPlans } from './region-keys/composition.ts'
import { regionStorage } from './region-storage/api.ts'
import { regionStoragePlans } from './region-storage/composition.ts'
import { spendingBudget } from './spending-budget/api.ts'
import { spendingBudgetPlans } from './spending-budget/composition.ts'

/** APIs of the hub. They create the parts of a region. */
export const hubApis: readonly ComposedApi[] = [
  { api: regionKeys, plans: regionKeysPlans },
  { api: regionStorage, plans: regionStoragePlans },
  { api: cellFiles, plans: cellFilesPlans },
  { api: network, plans: networkPlans },
  { api: platformDomain, plans: platformDomainPlans },
  { api: edge, plans: edgePlans },
  { api: edgeRouting, plans: edgeRoutingPlans },
  { api: regionGuard, plans: regionGuardPlans },
  { api: spendingBudget, plans: spendingBudgetPlans },
  { api: raisedQuota, plans: raisedQuotaPlans },
  { api: nodeFleet, plans: nodeFleetPlans },
  { api: regionEnvironmentApi, plans: regionEnvironmentPlans },
  { api: kubernetesCluster, plans: kubernetesClusterPlans },
  { api: fleetGroup, plans: fleetGroupPlans },
]
