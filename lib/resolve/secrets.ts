import type { TenantClusterSpec, TenantSpec } from '../spec/index.ts'
import { cellNames, tenantNames } from './names.ts'
import { oidcSecret } from './open-webui-env.ts'
import type { ResolvedEndpoints, ResolvedSecrets } from './types.ts'

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
  return {
    name: names.secret,
    generated,
    source: 'secrets-manager',
    region: cluster.region,
    ...(spec.identityProvider ? { oidc: oidcSecret } : {}),
    endpoints: resolveEndpoints(spec),
  }
}

/** A cell's addresses come from the Secrets that its claims write; none of them holds a secret. */
function resolveEndpoints(spec: TenantSpec): ResolvedEndpoints[] {
  const cell = cellNames(spec.cell)
  const { endpoints } = tenantNames(spec.id)
  const own = (key: string) => ({ key, remoteKey: endpoints, property: key })
  const dedicatedDatabase = spec.database === 'dedicated'
  const dedicatedCache = spec.cache === 'dedicated'
  const ofCell = [
    ...(dedicatedCache ? [] : [{ key: 'cache-host', remoteKey: cell.cache, property: 'host' }]),
    ...(dedicatedDatabase
      ? []
      : [
          { key: 'database-ca', remoteKey: cell.database, property: 'ca' },
          { key: 'database-host', remoteKey: cell.database, property: 'host' },
        ]),
    { key: 'files-bucket', remoteKey: cell.files, property: 'bucket' },
    { key: 'files-endpoint', remoteKey: cell.files, property: 'endpoint' },
  ]
  const ofTenant = [
    ...(dedicatedCache ? [own('cache-host')] : []),
    ...(dedicatedDatabase ? [own('database-ca'), own('database-host')] : []),
  ]
  return [
    { name: 'cell-endpoints', clusterStore: cell.cell, keys: ofCell },
    ...(ofTenant.length > 0 ? [{ name: 'tenant-endpoints', keys: ofTenant }] : []),
  ]
}
