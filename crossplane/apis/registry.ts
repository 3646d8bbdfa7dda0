import type { Api } from '../compose/api.ts'
import type { CompositionPlan } from '../compose/composition.ts'
import { fleetGroup } from './fleet-group/api.ts'
import { fleetGroupPlans } from './fleet-group/composition.ts'
import { kubernetesCluster } from './kubernetes-cluster/api.ts'
import { kubernetesClusterPlans } from './kubernetes-cluster/composition.ts'
import { network } from './network/api.ts'
import { networkPlans } from './network/composition.ts'
import { nodeFleet } from './node-fleet/api.ts'
import { nodeFleetPlans } from './node-fleet/composition.ts'
import { postgresDatabase } from './postgres-database/api.ts'
import { postgresDatabasePlans } from './postgres-database/composition.ts'
import { redisCache } from './redis-cache/api.ts'
import { redisCachePlans } from './redis-cache/composition.ts'
import { sharedFileSystem } from './shared-file-system/api.ts'
import { sharedFileSystemPlans } from './shared-file-system/composition.ts'

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
]

/** APIs of the hub: what a region is made of. */
export const hubApis: readonly ComposedApi[] = [
  { api: network, plans: networkPlans },
  { api: kubernetesCluster, plans: kubernetesClusterPlans },
  { api: nodeFleet, plans: nodeFleetPlans },
  { api: fleetGroup, plans: fleetGroupPlans },
]
