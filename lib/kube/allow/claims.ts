import type { AllowedKind } from './kind.ts'
import { anything, type Fields, fields, like, one, open } from './shape.ts'

const group = 'paddock.dev'

/** Kinds of claims that a tenant's namespace may have, with their names in URLs. */
export const claimPlurals = {
  RedisCache: 'rediscaches',
  TenantCacheUser: 'tenantcacheusers',
  TenantDatabase: 'tenantdatabases',
  TenantSecrets: 'tenantsecrets',
  TenantStorage: 'tenantstorages',
} as const

/**
 * The fields of every claim: it names its own namespace's tenant and cell. Crossplane fills those from
 * `compositeDeletePolicy` on; a claim that names another's composite resource would take it over.
 */
const common: Fields = {
  cell: one('{cell}'),
  region: anything,
  tags: open({ 'paddock:tenant': one('{tenant}'), 'paddock:cell': one('{cell}') }),
  compositeDeletePolicy: one('Background', 'Foreground'),
  compositionRevisionRef: anything,
  compositionUpdatePolicy: one('Automatic'),
  resourceRef: fields(
    { apiVersion: one('paddock.dev/v1alpha1'), kind: anything, name: like('{namespace}-[a-z0-9]+') },
    'name',
  ),
}

function claim(
  kind: keyof typeof claimPlurals,
  variants: string,
  own: Fields,
  connection?: string,
): AllowedKind {
  const plural = claimPlurals[kind]
  return {
    group,
    version: 'v1alpha1',
    kind,
    plural,
    name: one('{namespace}'),
    fields: {
      spec: fields(
        {
          ...common,
          ...own,
          compositionRef: fields({ name: like(`${plural}(\\.(${variants}))?\\.paddock\\.dev`) }, 'name'),
          ...(connection ? { writeConnectionSecretToRef: fields({ name: one(connection) }, 'name') } : {}),
        },
        ...Object.keys(own).filter((field) => field === 'tenant' || field === 'name'),
      ),
    },
    needs: ['spec'],
  }
}

const tenant = one('{tenant}')
const name = one('{namespace}')
/** Keys and channels with the tenant's prefix, and on a cache of its own also those of the websocket bus. */
const accessString = like(
  'on ~{namespace}:\\* resetchannels( &({namespace}:\\*|socketio|socketio#\\*))* -@all( [+-][a-z0-9|-]+)*',
)

export const claimKinds: readonly AllowedKind[] = [
  claim(
    'RedisCache',
    'replicated|standby|promoted',
    { name, nodeType: anything, replicas: anything, snapshotDays: anything },
    'tenant-cache',
  ),
  claim('TenantCacheUser', 'standby', { tenant, cache: one('{cell}', '{namespace}'), accessString }),
  claim(
    'TenantDatabase',
    'replicated|handed-over|standby|promoted',
    {
      tenant,
      name,
      backupDays: anything,
      instanceClass: anything,
      maxConnections: anything,
      maxStorageGiB: anything,
      storageGiB: anything,
    },
    'tenant-database',
  ),
  claim('TenantSecrets', 'replicated|standby', { tenant }),
  claim('TenantStorage', 'leaving', { tenant, owner: anything }),
  {
    group: 'protection.crossplane.io',
    version: 'v1beta1',
    kind: 'Usage',
    plural: 'usages',
    name: like('rediscache|tenant(cacheuser|database|secrets|storage)'),
    fields: {
      spec: fields(
        {
          of: fields(
            {
              apiVersion: one('paddock.dev/v1alpha1'),
              kind: one(...Object.keys(claimPlurals)),
              resourceRef: fields({ name }, 'name'),
            },
            'apiVersion',
            'kind',
            'resourceRef',
          ),
          reason: anything,
        },
        'of',
      ),
    },
    needs: ['spec'],
  },
]
