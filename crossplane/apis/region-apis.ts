import type { Api } from '../compose/api.ts'
import type { CompositionPlan } from '../compose/composition.ts'
import { postgresDatabase } from './postgres-database/api.ts'
import { postgresDatabasePlans } from './postgres-database/composition.ts'
import { redisCache } from './redis-cache/api.ts'
import { redisCachePlans } from './redis-cache/composition.ts'
import { sharedFileSystem } from './shared-file-system/api.ts'
import { sharedFileSystemPlans } from './shared-file-system/composition.ts'
import { tenantCacheUser } from './tenant-cache-user/api.ts'
import { tenantCacheUserPlans } from './tenant-cache-user/composition.ts'
import { tenantDatabase } from './tenant-database/api.ts'
import { tenantDatabasePlans } from './tenant-database/composition.ts'
import { tenantSecrets } from './tenant-secrets/api.ts'
import { tenantSecretsPlans } from './tenant-secrets/composition.ts'
import { tenantStorage } from './tenant-storage/api.ts'
import { tenantStoragePlans } from './tenant-storage/composition.ts'

/** An API with all of its compositions. */
export interface ComposedApi {
  readonly api: Api
  /** The first plan is the default. */
  readonly plans: readonly CompositionPlan[]
}

/** APIs of a region's own cluster, for its cells and its tenants. */
export const regionApis: readonly ComposedApi[] = [
  { api: postgresDatabase, plans: postgresDatabasePlans },
  { api: redisCache, plans: redisCachePlans },
  { api: sharedFileSystem, plans: sharedFileSystemPlans },
  { api: tenantCacheUser, plans: tenantCacheUserPlans },
  { api: tenantDatabase, plans: tenantDatabasePlans },
  { api: tenantSecrets, plans: tenantSecretsPlans },
  { api: tenantStorage, plans: tenantStoragePlans },
]
