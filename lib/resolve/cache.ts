import type { TenantClusterSpec, TenantSpec } from '../spec/index.ts'
import { platform, tenantNames } from './names.ts'
import type { Env, EnvValue } from './pod-types.ts'

/** Port of Valkey and of ElastiCache. */
export const cachePort = 6379
/** Secret that the claim of a tenant's own cache writes into its namespace: its address. */
export const cacheSecret = 'tenant-cache'

/** Where the tenant's sessions and caches lie. */
export function cacheHost(spec: TenantSpec, cluster: TenantClusterSpec): EnvValue {
  if (cluster.kind === 'local') return `valkey.${platform.data}.svc.cluster.local`
  return spec.cache === 'dedicated'
    ? { secret: cacheSecret, key: 'host' }
    : { secret: 'cell-endpoints', key: 'cache-host' }
}

/**
 * Addresses of both Redis roles of Open WebUI: sessions in the cell's cache under the tenant's ACL user, the
 * websocket bus in the namespace, or both in the cache that is the tenant's own.
 */
export function cacheUrl(spec: TenantSpec, cluster: TenantClusterSpec): Env {
  const { secret, cacheUser } = tenantNames(spec.id)
  const scheme = cluster.kind === 'local' ? 'redis' : 'rediss'
  const url = `${scheme}://${cacheUser}:$(CACHE_PASSWORD)@$(CACHE_HOST):${cachePort}/0`
  const shared = {
    CACHE_HOST: cacheHost(spec, cluster),
    CACHE_PASSWORD: { secret, key: 'cache-password' },
    REDIS_KEY_PREFIX: cacheUser,
    REDIS_URL: url,
  }
  if (spec.cache === 'dedicated') return { ...shared, WEBSOCKET_REDIS_URL: url }
  return {
    ...shared,
    BUS_PASSWORD: { secret, key: 'bus-password' },
    WEBSOCKET_REDIS_URL: `redis://bus:$(BUS_PASSWORD)@bus:${cachePort}/0`,
  }
}
