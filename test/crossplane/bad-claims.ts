import type { KubeObject } from '../../lib/kube/object.ts'
import { examples } from './example-claims.ts'

/** A claim with one mistake, and its error message. */
export interface BadClaim {
  readonly kind: string
  /** Field of `spec` that is wrong. */
  readonly field: string
  /** Undefined: the field is missing. */
  readonly value: unknown
  readonly reported: RegExp
}

const bad = (kind: string, field: string, value: unknown, reported: RegExp): BadClaim => ({
  kind,
  field,
  value,
  reported,
})

const access = (state: string, reach: string, commands: string) => `${state} ${reach} -@all ${commands}`
const own = '~tenant-acme:* resetchannels &tenant-acme:*'

/** Limits of every API, each broken once. */
export const badClaims: readonly BadClaim[] = [
  bad('PostgresDatabase', 'region', 'eu-west-1', /Unsupported value: "eu-west-1"/),
  bad('PostgresDatabase', 'region', undefined, /spec.region: Required value/),
  bad('PostgresDatabase', 'cell', 'A', /should match/),
  bad('PostgresDatabase', 'cell', 'a'.repeat(31), /Too long|may not be more than 30/),
  bad('PostgresDatabase', 'name', '-a', /should match/),
  bad('PostgresDatabase', 'name', 'a'.repeat(48), /Too long|may not be more than 47/),
  bad('PostgresDatabase', 'instanceClass', 'db.m5.large', /Unsupported value: "db.m5.large"/),
  bad('PostgresDatabase', 'storageGiB', 19, /greater than or equal to 20/),
  bad('PostgresDatabase', 'storageGiB', '100', /must be of type integer/),
  bad('PostgresDatabase', 'maxStorageGiB', 105, /must be at least a tenth more than storageGiB/),
  bad('PostgresDatabase', 'storageGiB', 400, /iops and storageThroughput must be said from 400 GiB/),
  bad('PostgresDatabase', 'iops', 12_000, /and not below/),
  bad('PostgresDatabase', 'storageThroughput', 500, /and not below/),
  bad('PostgresDatabase', 'iops', 3000, /greater than or equal to 12000/),
  bad('PostgresDatabase', 'maxStorageGiB', 70_000, /less than or equal to 65536/),
  bad('PostgresDatabase', 'maxConnections', 5001, /less than or equal to 5000/),
  bad('PostgresDatabase', 'maxConnections', 0, /greater than or equal to 20/),
  bad('PostgresDatabase', 'backupDays', 1, /greater than or equal to 7/),
  bad('PostgresDatabase', 'backupDays', 36, /less than or equal to 35/),
  bad('PostgresDatabase', 'tags', {}, /at least 1 properties/),
  bad('PostgresDatabase', 'tags', { cell: '' }, /at least 1 chars/),
  bad('PostgresDatabase', 'tags', { cell: 1 }, /must be of type string/),
  bad('PostgresDatabase', 'publiclyAccessible', true, /unknown field/),
  bad('RedisCache', 'name', 'a'.repeat(33), /Too long|may not be more than 32/),
  bad('RedisCache', 'name', 'Cache', /should match/),
  bad('RedisCache', 'nodeType', 'cache.t2.micro', /Unsupported value: "cache.t2.micro"/),
  bad('RedisCache', 'replicas', 0, /greater than or equal to 1/),
  bad('RedisCache', 'replicas', 3, /less than or equal to 2/),
  bad('RedisCache', 'snapshotDays', 36, /less than or equal to 35/),
  bad('RedisCache', 'snapshotDays', 1.5, /must be of type integer/),
  bad('RedisCache', 'tls', false, /unknown field/),
  bad('SharedFileSystem', 'region', 'us-east-2', /Unsupported value: "us-east-2"/),
  bad('SharedFileSystem', 'capacityGiB', 0, /greater than or equal to 1/),
  bad('SharedFileSystem', 'capacityGiB', undefined, /spec.capacityGiB: Required value/),
  bad('SharedFileSystem', 'cell', undefined, /spec.cell: Required value/),
  bad('SharedFileSystem', 'tags', undefined, /spec.tags: Required value/),
  bad('SharedFileSystem', 'encrypted', false, /unknown field/),
  bad('TenantCacheUser', 'tenant', 'other', /must begin with the tenant’s own keys and channels/),
  bad('TenantCacheUser', 'cache', 'A', /should match/),
  bad('TenantCacheUser', 'accessString', access('on', '~* resetchannels &*', '+get'), /should match/),
  bad('TenantCacheUser', 'accessString', access('on', own, '+@all'), /should match/),
  bad('TenantCacheUser', 'accessString', access('off', own, '+get'), /should match/),
  bad('TenantCacheUser', 'accessString', access('on', `${own} &*`, '+get'), /not reach every key or channel/),
  bad('TenantCacheUser', 'accessString', access('on', `${own} &socketio`, '+get'), /same for every tenant/),
  bad('TenantCacheUser', 'accessString', access('on', own, '+get'.repeat(300)), /may not be more than 1024/),
  bad('TenantCacheUser', 'accessString', access('on', own, '+get +evalsha'), /a script holds up the server/),
  bad('TenantCacheUser', 'accessString', access('on', own, '+script'), /a script holds up the server/),
  bad('TenantCacheUser', 'accessString', access('on', own, '+fcall'), /a script holds up the server/),
  bad('TenantCacheUser', 'cache', 'tenant-other', /must be that of the cell, or of the tenant alone/),
  bad('TenantCacheUser', 'cache', 'us-west-2-a', /must be that of the cell, or of the tenant alone/),
  bad('TenantCacheUser', 'noPasswordRequired', true, /unknown field/),
  bad('TenantDatabase', 'name', 'us-east-1-a', /name must be tenant-<tenant>/),
  bad('TenantDatabase', 'tenant', 'Acme', /should match/),
  bad('TenantDatabase', 'maxStorageGiB', 21, /at least a tenth more than storageGiB|greater than or equal/),
  bad('TenantSecrets', 'tenant', 'a', /at least 2 chars/),
  bad('TenantSecrets', 'tenant', 'a--b', /should match/),
  bad('TenantSecrets', 'tenant', 'a'.repeat(25), /Too long|may not be more than 24/),
  bad('TenantSecrets', 'value', 'x', /unknown field/),
  bad('TenantStorage', 'owner', 0, /greater than or equal to 1e\+06/),
  bad('TenantStorage', 'owner', 2 ** 31, /less than or equal to 2.147483647e\+09/),
  bad('TenantStorage', 'owner', undefined, /spec.owner: Required value/),
  bad('TenantStorage', 'path', '/', /unknown field/),
  bad('RegionKeys', 'peerRegion', 'us-east-1', /peerRegion must be the other region/),
  bad('RegionKeys', 'tags', {}, /at least 1 properties/),
  bad('RegionStorage', 'auditMode', 'NONE', /Unsupported value: "NONE"/),
  bad('RegionStorage', 'auditDays', 364, /greater than or equal to 365/),
  bad('RegionStorage', 'auditDays', undefined, /spec.auditDays: Required value/),
  bad('RegionStorage', 'peerRegion', 'us-east-1', /peerRegion must be the other region/),
  bad('PlatformDomain', 'domain', 'localhost', /should match/),
  bad('Edge', 'domain', '*.paddock.example', /should match/),
  bad('Edge', 'requestsPerFiveMinutes', 99, /greater than or equal to 100/),
  bad('Edge', 'openToTheWorld', true, /unknown field/),
  bad('EdgeRouting', 'peerRegion', 'us-east-1', /peerRegion must be the other region/),
  bad('RegionGuard', 'contact', 'nobody', /should match/),
  bad('RegionGuard', 'backupDays', 6, /greater than or equal to 7/),
  bad('RegionGuard', 'lockGraceDays', 2, /greater than or equal to 3/),
  bad('RegionGuard', 'clusterName', 'payroll', /should match/),
  bad('SpendingBudget', 'usdPerMonth', 0, /greater than or equal to 1/),
  bad('SpendingBudget', 'tag', { key: 'paddock:cell' }, /value: Required value/),
  bad('RaisedQuota', 'quota', '1216C47A', /should match/),
  bad('RaisedQuota', 'value', '500', /must be of type integer/),
  bad('RegionEnvironment', 'operatorRole', 'arn:aws:iam::1:role/x', /should match/),
  bad('RegionEnvironment', 'data', {}, /unknown field/),
  bad('RegionEnvironment', 'peerRegion', 'us-east-1', /peerRegion must be the other region/),
  bad('CellFiles', 'cell', 'A', /should match/),
  bad('CellFiles', 'public', true, /unknown field/),
  bad('Network', 'region', 'us-east-2', /Unsupported value: "us-east-2"/),
  bad('Network', 'cidr', '10.0.0.0', /should match/),
  bad('Network', 'zones', { a: 'us-east-1a', b: 'use1-az2', c: 'use1-az4' }, /should match/),
  bad('Network', 'zones', { a: 'use1-az1', b: 'use1-az2' }, /zones.c: Required value/),
  bad('Network', 'subnets', {}, /subnets.public: Required value/),
  bad('Network', 'subnetTags', { a: '1', b: '1', c: '1', d: '1', e: '1' }, /at most 4 items/),
  bad('Network', 'natGateways', 1, /unknown field/),
  bad('KubernetesCluster', 'clusterName', 'us-east-1', /should match/),
  bad('KubernetesCluster', 'version', '1.33', /Unsupported value: "1.33"/),
  bad('KubernetesCluster', 'apiAccessCidrs', ['0.0.0.0/0'], /should match/),
  bad('KubernetesCluster', 'apiAccessCidrs', [], /at least 1 items/),
  bad('KubernetesCluster', 'operatorRole', 'arn:aws:iam::1:role/x', /should match/),
  bad('KubernetesCluster', 'operatorGroups', ['system:masters'], /must not be groups of Kubernetes itself/),
  bad('KubernetesCluster', 'publicAccess', true, /unknown field/),
  bad('NodeFleet', 'region', undefined, /spec.region: Required value/),
  bad('FleetGroup', 'instanceType', 'p5.48xlarge', /Unsupported value: "p5.48xlarge"/),
  bad('FleetGroup', 'capacity', 'reserved', /Unsupported value: "reserved"/),
  bad('FleetGroup', 'maxNodes', 0, /greater than or equal to 1/),
  bad('FleetGroup', 'maxNodes', 451, /less than or equal to 450/),
  bad('FleetGroup', 'desiredNodes', 4, /minNodes ≤ desiredNodes ≤ maxNodes must hold/),
  bad('FleetGroup', 'nodeTemplate', { ephemeralStorage: '103G', gpus: '1' }, /should match/),
  bad('FleetGroup', 'group', 'G4dn', /should match/),
]

/** The right claim of the kind with its one mistake. */
export function claimOf({ kind, field, value }: BadClaim, name: string): KubeObject {
  const [example] = examples.filter(({ claim }) => claim.kind === kind)
  if (!example) throw new Error(`test/crossplane/example-claims.ts has no ${kind}`)
  const spec = { ...(example.claim['spec'] as Record<string, unknown>) }
  if (value === undefined) delete spec[field]
  else spec[field] = value
  return { ...example.claim, metadata: { name, namespace: 'example' }, spec }
}
