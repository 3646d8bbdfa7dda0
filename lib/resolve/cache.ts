import type { CompleteTenantClusterSpec, CompleteTenantSpec } from '../spec/index.ts'
import { variable, withVariables } from './env-reference.ts'
import { platform, tenantNames } from './names.ts'
import type { Env, EnvValue } from './pod-types.ts'

/** Port of Valkey and of ElastiCache. */
export const cachePort = 6379
/** Secret that the claim of a tenant's own cache writes into its namespace: its address. */
export const cacheSecret = 'tenant-cache'

/** Secret in the tenant's namespace with the address of the cell's cache. */
export const cellCacheSecret = 'cell-cache'

/** Address of a laptop's cache, for the Job that makes a tenant's user there. */
export const localCacheHost = `valkey.${platform.data}.svc.cluster.local`

/**
 * Address of Redis for Open WebUI, in both of its roles: sessions, locks and tasks, and the websocket bus. It is the
 * bus in the tenant's namespace, or the cache that is the tenant's own. The cell's cache, which other tenants use, is
 * neither: locks need scripts, and no tenant runs scripts there.
 *
 * @see docs/decisions/sessions-on-the-bus.md
 */
export function redisEnv(spec: CompleteTenantSpec): Env {
  const { secret, cacheUser } = tenantNames(spec.id)
  const at = (url: EnvValue): Env => ({
    REDIS_KEY_PREFIX: cacheUser,
    REDIS_URL: url,
    WEBSOCKET_REDIS_URL: url,
  })
  if (spec.cache !== 'dedicated') {
    return {
      ...at(withVariables`redis://bus:${variable('BUS_PASSWORD')}@bus:${String(cachePort)}/0`),
      BUS_PASSWORD: { secret, key: 'bus-password' },
    }
  }
  return {
    ...at(
      withVariables`rediss://${cacheUser}:${variable('CACHE_PASSWORD')}@${variable('CACHE_HOST')}:${String(cachePort)}/0`,
    ),
    CACHE_HOST: { secret: cacheSecret, key: 'host' },
    CACHE_PASSWORD: { secret, key: 'cache-password' },
  }
}

/** An answer of the API that is kept for people lives so long. */
const answerSeconds = 30

/**
 * Cache of answers of Open WebUI's API: the tenant's part of the cell's cache, or the tenant's own. A laptop has none. The
 * address is optional: pods start without it, and then keep no answers.
 *
 * @see docs/decisions/answers-are-kept-per-session.md
 */
export function answersEnv(spec: CompleteTenantSpec, cluster: CompleteTenantClusterSpec): Env {
  if (cluster.kind === 'local') return {}
  const { secret, cacheUser } = tenantNames(spec.id)
  return {
    ANSWERS_SECONDS: String(answerSeconds),
    CACHE_HOST:
      spec.cache === 'dedicated'
        ? { secret: cacheSecret, key: 'host' }
        : { secret: cellCacheSecret, key: 'host', optional: true },
    CACHE_PASSWORD: { secret, key: 'cache-password' },
    CACHE_PORT: String(cachePort),
    CACHE_USER: cacheUser,
  }
}
