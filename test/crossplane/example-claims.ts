import type { Static } from 'typebox'
import { cellFiles } from '../../crossplane/apis/cell-files/api.ts'
import { nodeFleet } from '../../crossplane/apis/node-fleet/api.ts'
import { databaseFields, postgresDatabase } from '../../crossplane/apis/postgres-database/api.ts'
import { redisCache } from '../../crossplane/apis/redis-cache/api.ts'
import { regionEnvironmentApi } from '../../crossplane/apis/region-environment/api.ts'
import { regionKeys } from '../../crossplane/apis/region-keys/api.ts'
import { regionStorage } from '../../crossplane/apis/region-storage/api.ts'
import { sharedFileSystem } from '../../crossplane/apis/shared-file-system/api.ts'
import { tenantCacheUser } from '../../crossplane/apis/tenant-cache-user/api.ts'
import { tenantDatabase } from '../../crossplane/apis/tenant-database/api.ts'
import { tenantSecrets } from '../../crossplane/apis/tenant-secrets/api.ts'
import { tenantStorage } from '../../crossplane/apis/tenant-storage/api.ts'
import { type Api, apiVersion } from '../../crossplane/compose/api.ts'
import type { KubeObject } from '../../lib/kube/object.ts'
import { sharedCacheAccess } from '../../lib/resolve/cache-access.ts'

/** A claim that is right, for each API: what the bad ones are made from. */
export interface Example {
  readonly api: Api
  readonly claim: KubeObject
  /** The composition that it is for; any unless given. */
  readonly variant?: string
}

function example<A extends Api>(api: A, name: string, spec: Static<A['spec']>, variant?: string): Example {
  return {
    ...(variant ? { variant } : {}),
    api,
    claim: { apiVersion, kind: api.kind, metadata: { name, namespace: 'example' }, spec: spec as object },
  }
}

const tags = { 'paddock:cell': 'us-east-1-a' }
const ofCell = { region: 'us-east-1', cell: 'us-east-1-a', tags } as const
const ofTenant = { ...ofCell, tenant: 'acme' } as const

const ofRegion = {
  region: 'us-east-1',
  peerRegion: 'us-west-2',
  tags: { 'paddock.dev/cluster': 'us-east-1' },
} as const

const nodes = {
  region: ofRegion.region,
  tags: ofRegion.tags,
  onDemand: { min: 1, desired: 1, max: 5 },
  spot: { min: 1, desired: 2, max: 12 },
  rootDiskGiB: 100,
  ephemeralStorageGiB: 89,
} as const

/** One for each API. */
export const examples: readonly Example[] = [
  example(postgresDatabase, 'cell-us-east-1-a', {
    ...ofCell,
    name: 'cell-us-east-1-a',
    instanceClass: databaseFields.instanceClass.enum[0] ?? 'db.t4g.medium',
    storageGiB: 100,
    maxStorageGiB: 1000,
    maxConnections: 400,
    backupDays: 14,
  }),
  example(redisCache, 'cell-us-east-1-a', {
    ...ofCell,
    name: 'cell-us-east-1-a',
    nodeType: 'cache.t4g.small',
    replicas: 1,
    snapshotDays: 7,
  }),
  example(sharedFileSystem, 'cell-us-east-1-a', { ...ofCell, capacityGiB: 1000 }),
  example(tenantCacheUser, 'tenant-acme', {
    ...ofTenant,
    cache: 'us-east-1-a',
    accessString: `on ${sharedCacheAccess('tenant-acme')}`,
  }),
  example(tenantDatabase, 'tenant-acme', {
    ...ofTenant,
    name: 'tenant-acme',
    instanceClass: 'db.t4g.medium',
    storageGiB: 20,
    maxStorageGiB: 25,
    maxConnections: 100,
    backupDays: 35,
  }),
  example(tenantSecrets, 'tenant-acme', { ...ofTenant }),
  example(tenantStorage, 'tenant-acme', { ...ofTenant, owner: 1_200_081_069 }),
  example(regionKeys, 'keys', ofRegion),
  example(regionStorage, 'storage', { ...ofRegion, auditMode: 'GOVERNANCE', auditDays: 400 }),
  example(regionEnvironmentApi, 'environment', { ...ofRegion, providerConfig: 'us-east-1' }),
  example(cellFiles, 'files-us-east-1-a', { ...ofRegion, cell: 'us-east-1-a' }),
  example(nodeFleet, 'us-east-1-c5-2xlarge', {
    ...nodes,
    instanceType: 'c5.2xlarge',
    name: 'c5-2xlarge',
    nodeClass: 'cpu',
  }),
  example(
    nodeFleet,
    'us-east-1-g4dn-xlarge',
    {
      ...nodes,
      instanceType: 'g4dn.xlarge',
      name: 'g4dn-xlarge',
      nodeClass: 'gpu',
      accelerator: 'nvidia-tesla-t4',
      gpus: 1,
    },
    'gpu',
  ),
]
