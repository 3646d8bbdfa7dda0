import type { TenantClusterSpec, TenantSpec } from '../spec/index.ts'
import { cellEndpoints, tenantNames } from './names.ts'
import { oidcSecret } from './open-webui-env.ts'
import type { ResolvedSecrets } from './types.ts'

/**
 * What is generated once for each tenant and never changed by a refresh: each value is held by a server too, and
 * another signing key signs everybody out. Letters and digits only, so that they stand in URLs as they are.
 */
const generated = {
  keys: [
    'admin-password',
    'bus-password',
    'cache-password',
    'database-migrate-password',
    'database-password',
    'webui-secret-key',
  ],
  length: 48,
} as const

/** Resolves where the tenant's secrets are generated and kept. */
export function resolveSecrets(spec: TenantSpec, cluster: TenantClusterSpec): ResolvedSecrets {
  const names = tenantNames(spec.id)
  if (cluster.kind === 'local') {
    return { name: names.secret, generated, source: 'local', endpoints: [] }
  }
  const ofCell = ['files-bucket', 'files-endpoint']
  const ofTenant: string[] = []
  ;(spec.database === 'dedicated' ? ofTenant : ofCell).push('database-ca', 'database-host')
  ;(spec.cache === 'dedicated' ? ofTenant : ofCell).push('cache-host')
  return {
    name: names.secret,
    generated,
    source: 'secrets-manager',
    region: cluster.region,
    ...(spec.identityProvider ? { oidc: oidcSecret } : {}),
    endpoints: [
      { name: 'cell-endpoints', remoteKey: cellEndpoints(spec.cell), keys: ofCell.sort() },
      ...(ofTenant.length > 0
        ? [{ name: 'tenant-endpoints', remoteKey: names.endpoints, keys: ofTenant.sort() }]
        : []),
    ],
  }
}
