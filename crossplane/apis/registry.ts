import type { Api } from '../compose/api.ts'
import type { CompositionPlan } from '../compose/composition.ts'
import { cellFiles } from './cell-files/api.ts'
import { cellFilesPlans } from './cell-files/composition.ts'
import { edge } from './edge/api.ts'
import { edgePlans } from './edge/composition.ts'
import { edgeRouting } from './edge-routing/api.ts'
import { edgeRoutingPlans } from './edge-routing/composition.ts'
import { network } from './network/api.ts'
import { networkPlans } from './network/composition.ts'
import { nodeFleet } from './node-fleet/api.ts'
import { nodeFleetPlans } from './node-fleet/composition.ts'
import { platformDomain } from './platform-domain/api.ts'
import { platformDomainPlans } from './platform-domain/composition.ts'
import { postgresDatabase } from './postgres-database/api.ts'
import { postgresDatabasePlans } from './postgres-database/composition.ts'
import { raisedQuota } from './raised-quota/api.ts'
import { raisedQuotaPlans } from './raised-quota/composition.ts'
import { redisCache } from './redis-cache/api.ts'
import { redisCachePlans } from './redis-cache/composition.ts'
import { regionEnvironmentApi } from './region-environment/api.ts'
import { regionEnvironmentPlans } from './region-environment/composition.ts'
import { regionGuard } from './region-guard/api.ts'
import { regionGuardPlans } from './region-guard/composition.ts'
import { regionKeys } from './region-keys/api.ts'
import { regionKeysPlans } from './region-keys/composition.ts'
import { regionStorage } from './region-storage/api.ts'
import { regionStoragePlans } from './region-storage/composition.ts'
import { sharedFileSystem } from './shared-file-system/api.ts'
import { sharedFileSystemPlans } from './shared-file-system/composition.ts'
import { spendingBudget } from './spending-budget/api.ts'
import { spendingBudgetPlans } from './spending-budget/composition.ts'
import { tenantCacheUser } from './tenant-cache-user/api.ts'
import { tenantCacheUserPlans } from './tenant-cache-user/composition.ts'
import { tenantDatabase } from './tenant-database/api.ts'
import { tenantDatabasePlans } from './tenant-database/composition.ts'
import { tenantSecrets } from './tenant-secrets/api.ts'
import { tenantSecretsPlans } from './tenant-secrets/composition.ts'
import { tenantStorage } from './tenant-storage/api.ts'
import { tenantStoragePlans } from './tenant-storage/composition.ts'

/** An API with every way in which it is made of resources. */
export interface ComposedApi {
  readonly api: Api
  /** The first is the default. */
  readonly plans: readonly CompositionPlan[]
}

/** APIs of a region's own cluster: its cells' and its tenants'. */
export const regionApis: readonly ComposedApi[] = [
  { api: postgresDatabase, plans: postgresDatabasePlans },
  { api: redisCache, plans: redisCachePlans },
  { api: sharedFileSystem, plans: sharedFileSystemPlans },
  { api: tenantCacheUser, plans: tenantCacheUserPlans },
  { api: tenantDatabase, plans: tenantDatabasePlans },
  { api: tenantSecrets, plans: tenantSecretsPlans },
  { api: tenantStorage, plans: tenantStoragePlans },
]

/** APIs of the hub: what a region is made of. */
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
]
