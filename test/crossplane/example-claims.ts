import type { Static } from 'typebox'
import { fleetGroup } from '../../crossplane/apis/fleet-group/api.ts'
import { kubernetesCluster } from '../../crossplane/apis/kubernetes-cluster/api.ts'
import { network } from '../../crossplane/apis/network/api.ts'
import { nodeFleet } from '../../crossplane/apis/node-fleet/api.ts'
import { databaseFields, postgresDatabase } from '../../crossplane/apis/postgres-database/api.ts'
import { redisCache } from '../../crossplane/apis/redis-cache/api.ts'
import { sharedFileSystem } from '../../crossplane/apis/shared-file-system/api.ts'
import { type Api, apiVersion } from '../../crossplane/compose/api.ts'
import type { KubeObject } from '../../lib/kube/object.ts'

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
    hints: { ephemeralStorage: '103Gi', gpus: '1' },
    tags,
  }),
]
