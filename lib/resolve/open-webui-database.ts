import { embeddingModel } from '../catalog/models.ts'
import type { CompleteTenantSpec } from '../spec/index.ts'
import { pools } from './database.ts'
import { tenantNames } from './names.ts'
import type { Env, EnvValue } from './pod-types.ts'

/** Settings of the database, its vectors and the disk; the migration needs them too. */
export function databaseEnv(spec: CompleteTenantSpec): Env {
  const { secret, schema } = tenantNames(spec.id)
  const key: EnvValue = { secret, key: 'webui-secret-key' }
  return {
    DATABASE_POOL_MAX_OVERFLOW: String(pools.overflow),
    DATABASE_POOL_RECYCLE: '1800',
    DATABASE_POOL_SIZE: String(pools.size),
    DATABASE_POOL_TIMEOUT: '10',
    DATABASE_SCHEMA: schema,
    // Without it every request updates the user's row.
    DATABASE_USER_ACTIVE_STATUS_UPDATE_INTERVAL: '300',
    DATA_DIR: '/app/backend/data',
    ENABLE_DB_MIGRATIONS: 'false',
    HOME: '/app/backend/data/home',
    PGVECTOR_CREATE_EXTENSION: 'false',
    // An index that needs no rows: the migration makes it. Of ivfflat, the default, pods race for it at 5,000 rows.
    PGVECTOR_INDEX_METHOD: 'hnsw',
    PGVECTOR_INITIALIZE_MAX_VECTOR_LENGTH: String(embeddingModel.dimensions),
    PGVECTOR_POOL_MAX_OVERFLOW: String(pools.vectorOverflow),
    PGVECTOR_POOL_SIZE: String(pools.vectorSize),
    STATIC_DIR: '/app/backend/data/static',
    VECTOR_DB: 'pgvector',
    WEBUI_SECRET_KEY: key,
  }
}
