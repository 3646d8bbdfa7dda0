import type { KubeObject } from '../../lib/kube/object.ts'
import { examples } from './example-claims.ts'

/** A claim with one mistake, and what a person is told of it. */
export interface BadClaim {
  readonly kind: string
  /** Field of `spec` that is wrong. */
  readonly field: string
  /** Undefined: the field is missing. */
  readonly value: unknown
  readonly told: RegExp
}

const bad = (kind: string, field: string, value: unknown, told: RegExp): BadClaim => ({
  kind,
  field,
  value,
  told,
})

/** Limits of every API, each broken once. */
export const badClaims: readonly BadClaim[] = [
  bad('PostgresDatabase', 'region', 'eu-west-1', /Unsupported value: "eu-west-1"/),
  bad('PostgresDatabase', 'region', undefined, /spec.region: Required value/),
  bad('PostgresDatabase', 'cell', 'A', /should match/),
  bad('PostgresDatabase', 'cell', 'a'.repeat(31), /Too long|may not be more than 30/),
  bad('PostgresDatabase', 'name', '-a', /should match/),
  bad('PostgresDatabase', 'name', 'a'.repeat(51), /Too long|may not be more than 50/),
  bad('PostgresDatabase', 'instanceClass', 'db.m5.large', /Unsupported value: "db.m5.large"/),
  bad('PostgresDatabase', 'storageGiB', 19, /greater than or equal to 20/),
  bad('PostgresDatabase', 'storageGiB', '100', /must be of type integer/),
  bad('PostgresDatabase', 'maxStorageGiB', 105, /must be at least a tenth more than storageGiB/),
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
  bad('RedisCache', 'replicas', 6, /less than or equal to 5/),
  bad('RedisCache', 'snapshotDays', 36, /less than or equal to 35/),
  bad('RedisCache', 'snapshotDays', 1.5, /must be of type integer/),
  bad('RedisCache', 'tls', false, /unknown field/),
  bad('SharedFileSystem', 'region', 'us-east-2', /Unsupported value: "us-east-2"/),
  bad('SharedFileSystem', 'capacityGiB', 0, /greater than or equal to 1/),
  bad('SharedFileSystem', 'capacityGiB', undefined, /spec.capacityGiB: Required value/),
  bad('SharedFileSystem', 'cell', undefined, /spec.cell: Required value/),
  bad('SharedFileSystem', 'tags', undefined, /spec.tags: Required value/),
  bad('SharedFileSystem', 'encrypted', false, /unknown field/),
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
  bad('FleetGroup', 'hints', { ephemeralStorage: '103G', gpus: '1' }, /should match/),
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
