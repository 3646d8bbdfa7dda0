import type { CompleteTenantClusterSpec, CompleteTenantSpec } from '../spec/index.ts'
import { cellCacheSecret } from './cache.ts'
import type { ResolvedEndpoints, ResolvedSecrets } from './data-types.ts'
import { cellNames, tenantNames } from './names.ts'
import { oidcSecret } from './open-webui-identity.ts'
import { isLeaving } from './storage.ts'

/**
 * The values that are generated once for each tenant. A refresh never changes them: a server also holds each value, and
 * another signing key would sign everybody out. They have only letters and digits, so that URLs can contain them.
 */
const generated = [
  'admin-password',
  'bus-password',
  'cache-password',
  'database-migrate-password',
  'database-password',
  'webui-secret-key',
] as const
const length = 48

/** ElastiCache accepts a second password beside `cache-password`; the next rotation changes to it without a gap. */
export const nextCachePassword = 'cache-password-next'

/** Resolves where the tenant's secrets are generated and kept. */
export function resolveSecrets(
  spec: CompleteTenantSpec,
  cluster: CompleteTenantClusterSpec,
): ResolvedSecrets {
  const names = tenantNames(spec.id)
  if (cluster.kind === 'local') {
    return { name: names.secret, generated: { keys: generated, length }, source: 'local', endpoints: [] }
  }
  return {
    name: names.secret,
    generated: { keys: [...generated, nextCachePassword].sort(), length },
    source: 'secrets-manager',
    region: cluster.region,
    ...(spec.identityProvider ? { oidc: oidcSecret } : {}),
    endpoints: resolveEndpoints(spec),
  }
}

/**
 * A cell's addresses come from the Secrets that its claims write; none of them holds a secret. Those of a database or
 * cache of the tenant's own are in the Secrets of its own claims. That of the cell's cache is in a Secret of its own, so
 * that no pod waits for the cache.
 */
function resolveEndpoints(spec: CompleteTenantSpec): ResolvedEndpoints[] {
  const cell = cellNames(spec.cell)
  const database = [
    { key: 'database-ca', remoteKey: cell.database, property: 'ca' },
    { key: 'database-host', remoteKey: cell.database, property: 'host' },
  ]
  const keys = [
    ...(spec.database === 'dedicated' ? [] : database),
    ...(isLeaving(spec) ? [{ key: 'audit-bucket', remoteKey: cell.files, property: 'audit' }] : []),
    { key: 'files-bucket', remoteKey: cell.files, property: 'bucket' },
    { key: 'files-endpoint', remoteKey: cell.files, property: 'endpoint' },
    ...(isLeaving(spec) ? [] : [{ key: 'models-bucket', remoteKey: cell.files, property: 'models' }]),
  ]
  const cache = { key: 'host', remoteKey: cell.cache, property: 'host' }
  return [
    { name: 'cell-endpoints', clusterStore: cell.cell, keys },
    ...(spec.cache === 'dedicated'
      ? []
      : [{ name: cellCacheSecret, clusterStore: cell.cell, keys: [cache] }]),
  ]
}
