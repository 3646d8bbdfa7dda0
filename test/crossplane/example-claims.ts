import type { Static } from 'typebox'
import { cellFiles } from '../../crossplane/apis/cell-files/api.ts'
import { edge } from '../../crossplane/apis/edge/api.ts'
import { edgeRouting } from '../../crossplane/apis/edge-routing/api.ts'
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
    requestsPerFiveMinutes: 20_000,
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
  example(regionEnvironmentApi, 'environment', { ...ofRegion, providerConfig: 'us-east-1' }),
  example(cellFiles, 'files-us-east-1-a', { ...ofRegion, cell: 'us-east-1-a' }),
  example(sharedFileSystem, 'cell-us-east-1-a', { ...ofCell, capacityGiB: 5000 }),
]
