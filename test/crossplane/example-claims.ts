import type { Static } from 'typebox'
import { cellFiles } from '../../crossplane/apis/cell-files/api.ts'
import { edge } from '../../crossplane/apis/edge/api.ts'
import { edgeRouting } from '../../crossplane/apis/edge-routing/api.ts'
import { fleetGroup } from '../../crossplane/apis/fleet-group/api.ts'
import { kubernetesCluster } from '../../crossplane/apis/kubernetes-cluster/api.ts'
import { network } from '../../crossplane/apis/network/api.ts'
import { nodeFleet } from '../../crossplane/apis/node-fleet/api.ts'
import { platformDomain } from '../../crossplane/apis/platform-domain/api.ts'
import { databaseFields, postgresDatabase } from '../../crossplane/apis/postgres-database/api.ts'
import { raisedQuota } from '../../crossplane/apis/raised-quota/api.ts'
import { redisCache } from '../../crossplane/apis/redis-cache/api.ts'
import { regionEnvironmentApi } from '../../crossplane/apis/region-environment/api.ts'
import { regionGuard } from '../../crossplane/apis/region-guard/api.ts'
import { regionKeys } from '../../crossplane/apis/region-keys/api.ts'
import { regionStorage } from '../../crossplane/apis/region-storage/api.ts'
import { sharedFileSystem } from '../../crossplane/apis/shared-file-system/api.ts'
import { spendingBudget } from '../../crossplane/apis/spending-budget/api.ts'
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
}

function example<A extends Api>(api: A, name: string, spec: Static<A['spec']>): Example {
  return {
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
  example(platformDomain, 'domain', { region: 'us-east-1', domain: 'paddock.example', tags: ofRegion.tags }),
  example(edge, 'edge', {
    region: 'us-east-1',
    domain: 'use1.paddock.example',
    requestsPerFiveMinutes: 20_000,
    tags: ofRegion.tags,
  }),
  example(edgeRouting, 'routing', {
    ...ofRegion,
    domain: 'use1.paddock.example',
  }),
  example(regionGuard, 'guard', {
    ...ofRegion,
    contact: 'operators@paddock.example',
    clusterName: 'paddock-us-east-1',
    backupDays: 35,
  }),
  example(spendingBudget, 'budget', {
    region: 'us-east-1',
    name: 'us-east-1',
    usdPerMonth: 11_450,
    tag: { key: 'paddock:cluster', value: 'us-east-1' },
    contact: 'operators@paddock.example',
    tags: ofRegion.tags,
  }),
  example(raisedQuota, 'quota', { region: 'us-east-1', service: 'ec2', quota: 'L-1216C47A', value: 500 }),
  example(regionEnvironmentApi, 'environment', { ...ofRegion, operatorRole: 'paddock-operators' }),
  example(cellFiles, 'files-us-east-1-a', { ...ofRegion, cell: 'us-east-1-a' }),
  example(network, 'us-east-1', {
    region: 'us-east-1',
    cidr: '10.16.0.0/16',
    zones: { a: 'use1-az1', b: 'use1-az2', c: 'use1-az4' },
    subnets: {
      public: { a: '10.16.192.0/22', b: '10.16.196.0/22', c: '10.16.200.0/22' },
      node: { a: '10.16.0.0/18', b: '10.16.64.0/18', c: '10.16.128.0/18' },
      data: { a: '10.16.208.0/24', b: '10.16.209.0/24', c: '10.16.210.0/24' },
      endpoint: { a: '10.16.212.0/24', b: '10.16.213.0/24', c: '10.16.214.0/24' },
      controlPlane: { a: '10.16.216.0/28', b: '10.16.216.16/28', c: '10.16.216.32/28' },
    },
    subnetTags: { 'kubernetes.io/cluster/paddock-us-east-1': 'shared' },
    tags,
  }),
  example(kubernetesCluster, 'us-east-1', {
    region: 'us-east-1',
    clusterName: 'paddock-us-east-1',
    version: '1.34',
    apiAccessCidrs: ['203.0.113.0/24'],
    operatorRole: 'paddock-operator',
    operatorGroups: ['paddock:operators'],
    tags,
  }),
  example(nodeFleet, 'us-east-1', { region: 'us-east-1', tags }),
  example(fleetGroup, 'us-east-1-g4dn-xlarge-spot', {
    region: 'us-east-1',
    clusterName: 'paddock-us-east-1',
    version: '1.34',
    group: 'g4dn-xlarge-spot',
    instanceType: 'g4dn.xlarge',
    capacity: 'spot',
    minNodes: 0,
    desiredNodes: 0,
    maxNodes: 3,
    rootDiskGiB: 100,
    labels: {
      'paddock.dev/capacity': 'spot',
      'paddock.dev/node-class': 'gpu',
      accelerator: 'nvidia-tesla-t4',
      'k8s.amazonaws.com/accelerator': 'nvidia-tesla-t4',
    },
    nodeTemplate: { ephemeralStorage: '103Gi', gpus: '1' },
    tags,
  }),
]
