import { createHash } from 'node:crypto'
import { describe, expect, test, vi } from 'vitest'
import { fleetCapacity } from '../../lib/capacity/fleet.ts'
import { fleetCost } from '../../lib/cost/fleet.ts'
import { clusterManifests, tenantManifests } from '../../lib/pipeline/units.ts'
import { resolveCluster } from '../../lib/resolve/cluster.ts'
import { resolvePlaced } from '../../lib/resolve/placed.ts'
import { placements } from '../../lib/resolve/placement.ts'
import { type PlatformFleet, tenantClusters } from '../../lib/rules/fleet.ts'
import { checkFleet } from '../../lib/rules/index.ts'
import { checkShape } from '../../lib/rules/shape.ts'
import { tenantFile } from '../../lib/rules/tenant-file.ts'
import { hubClusterSchema, localClusterSchema, regionalClusterSchema } from '../../lib/spec/cluster.ts'
import { completeCluster } from '../../lib/spec/complete.ts'
import type { ClusterSpec, TenantSpec } from '../../lib/spec/index.ts'
import { premiumTenantSchema, standardTenantSchema } from '../../lib/spec/tenant.ts'
import { fleetOf } from '../support/fleet.ts'
import {
  type OptionalField,
  optionalFields,
  type Schema,
  valuesOf,
  withValue,
} from '../support/schema-values.ts'
import { boundCell, wholeCell, wholeClusters, wholeTenants } from '../support/whole-specs.ts'

// Some values only change the manifests of a whole cluster.
vi.setConfig({ testTimeout: 240_000 })

const start = fleetOf(Object.values(wholeTenants), Object.values(wholeClusters))

/** The clusters, with another one in the place of its name. */
const clustersWith = (spec: ClusterSpec) =>
  start.clusters.map((one) => (one.spec.name === spec.name ? { ...one, spec: completeCluster(spec) } : one))

/** The result of the specs: the fleet, and the one of its specs that a test changes. */
interface Sample {
  readonly fleet: PlatformFleet
  readonly id: string
}

/** Everything that Paddock makes and prints for a fleet, cheap outputs first: most values already change the first. */
const outputs = {
  objects: ({ fleet, id }: Sample) =>
    fleet.tenants.some(({ spec }) => spec.id === id) ? tenantObjects(fleet, id) : clusterObjects(fleet),
  findings: ({ fleet }: Sample) => checkFleet(fleet),
  cost: ({ fleet }: Sample) => fleetCost(fleet),
  capacity: ({ fleet }: Sample) => fleetCapacity(fleet, 1000),
} as const

/** The objects of a tenant on each cluster that holds it, as a digest. */
function tenantObjects(fleet: PlatformFleet, id: string): readonly string[] {
  const specs = fleet.clusters.map(({ spec }) => spec)
  return tenantClusters(fleet).flatMap(({ spec: here }) => {
    const places = placements(here, specs)
    return fleet.tenants.flatMap(({ spec }) => {
      const place = spec.id === id ? places.get(spec.cell) : undefined
      if (!place) return []
      const [tenant, cluster] = [resolvePlaced(spec, place), resolveCluster(here, specs)]
      return drawnOnce([tenant, cluster], () => tenantManifests(tenant, cluster))
    })
  })
}

function clusterObjects(fleet: PlatformFleet): unknown {
  const { clusters, tenants } = fleet
  const specs = clusters.map(({ spec }) => spec)
  const own = specs.map((spec) => {
    const cluster = resolveCluster(spec, specs)
    return drawnOnce(cluster, () => clusterManifests(cluster))
  })
  return [own, tenants.map(({ spec }) => tenantObjects(fleet, spec.id))]
}

/** Objects follow from resolved specs: of two that are resolved alike one is drawn. */
const drawn = new Map<string, string>()
function drawnOnce(resolved: unknown, draw: () => unknown): string {
  const key = digest(resolved)
  const objects = drawn.get(key) ?? digest(draw())
  drawn.set(key, objects)
  return objects
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex')
}

type Output = keyof typeof outputs
const known = new WeakMap<Sample, Map<Output, string>>()
function output(sample: Sample, name: Output): string {
  const digests = known.get(sample) ?? new Map<Output, string>()
  known.set(sample, digests)
  const text = digests.get(name) ?? digest(outputs[name](sample))
  digests.set(name, text)
  return text
}
const names = Object.keys(outputs) as Output[]
const differ = (one: Sample, other: Sample) => names.some((name) => output(one, name) !== output(other, name))

/** No error in the shape of the spec that changed, and none by a rule. */
function accepted({ kind }: Subject, spec: unknown, { fleet }: Sample): boolean {
  return checkShape(kind, '', spec).length === 0 && checkFleet(fleet).every(({ level }) => level === 'notice')
}

interface Subject {
  readonly kind: 'tenant' | 'cluster'
  readonly name: string
  readonly schema: unknown
  /** Path of the values of its records, which have no fixed names. */
  readonly records?: readonly string[]
}

const subjects: readonly Subject[] = [
  { kind: 'tenant', name: 'standard', schema: standardTenantSchema },
  { kind: 'tenant', name: 'premium', schema: premiumTenantSchema },
  { kind: 'cluster', name: 'hub', schema: hubClusterSchema },
  { kind: 'cluster', name: 'east', schema: regionalClusterSchema, records: [`cells.${wholeCell}`] },
  { kind: 'cluster', name: 'local', schema: localClusterSchema, records: ['cells.local-a'] },
]

/** The schema as JSON, without the compiler's additions. */
const plainOf = (schema: unknown) => JSON.parse(JSON.stringify(schema)) as Schema

/** An object of nothing but optional fields: they say something, it does not. */
const isGroup = ({ properties, required = [] }: Schema) => properties !== undefined && required.length === 0

function fieldsOf({ schema, records = [] }: Subject): OptionalField[] {
  const plain = plainOf(schema)
  const inRecords = records.flatMap((record) => {
    const [name = '', key = ''] = record.split('.')
    const [value] = Object.values(plain.properties?.[name]?.patternProperties ?? {})
    return value ? optionalFields(value, [name, key]) : []
  })
  return [...optionalFields(plain), ...inRecords]
}

/** Fields of which no two values are accepted, and why. */
const refused: Readonly<Record<string, string>> = {
  'premium modelDigests': 'releases decide in AWS, and a laptop has no GPUs; the standard tenant’s counts',
  [`cells.${wholeCell}.backupsIn`]: '`cell-copies` refuses what does not follow replicateTo',
  [`cells.${wholeCell}.replicateTo`]:
    '`cell-copies` refuses it without backupsIn; the two together are below',
  'cells.local-a.backupsIn': 'a laptop has no regions: `no-effect` refuses it',
  'cells.local-a.replicateTo': 'a laptop has no regions: `no-effect` refuses it',
}
/** Fields that change what is said and nothing that is drawn, and why. */
const onlySaid: Readonly<Record<string, string>> = {
  'retention.auditDays': 'a rule holds it against the hub’s audit.days, which the bucket keeps',
  'retention.logsDays': 'priced; `no-effect` says that no logs are collected yet',
  'storage.databaseGiB': 'a cell’s database knows no share: capacity and cost count it',
  'storage.filesGiB': 'S3 knows no quota: capacity and cost count it',
}
/** Fields that matter beside other values than those of the whole specs. */
const beside: Readonly<Record<string, readonly (readonly [path: string, value: unknown])[]>> = {
  expectedUsers: [
    ['scaling', undefined],
    ['limits', undefined],
  ],
  residency: [['cell', boundCell]],
  'retention.backupsDays': [['database', 'dedicated']],
  modelDigests: [
    ['cell', 'local-a'],
    ['models', ['llama3:8b']],
    ['serveOnGpu', undefined],
  ],
  'retention.exportDays': [['state', 'offboarding']],
  // Tools need a model whose template has them, and a long context.
  tools: [
    ['models', ['qwen2.5:7b']],
    ['serveOnGpu', undefined],
    ['inference', { contextTokens: 16_384, parallelRequests: 1 }],
  ],
  keepOnCpu: [['serveOnGpu', ['llama3:8b']]],
}
/** Values for fields whose schema alone gives none that rules accept. */
const chosen: Readonly<Record<string, readonly unknown[]>> = {
  egress: ['a', 'b'].map((name) => [
    { name, reason: 'a system that the assistants ask', cidrs: ['198.51.100.0/24'], ports: [443] },
  ]),
  expectedUsers: [25, 200, 400],
  hosts: [['a.chosen.example'], ['b.chosen.example']],
  modelDigests: ['0', 'a'].map((digit) => ({ 'llama3:8b': `sha256:${digit.repeat(64)}` })),
  serveOnGpu: [[], ['llama3:8b']],
  keepOnCpu: [[], ['llama3:8b']],
  tools: [false, true],
  'identityProvider.scopes': [
    ['openid', 'email'],
    ['openid', 'email', 'profile', 'groups'],
  ],
}

describe.each(subjects)('$kind $name', (subject) => {
  const { kind, name } = subject
  const base = kind === 'tenant' ? wholeTenants[name as 'standard'] : wholeClusters[name as 'hub']
  const put = (spec: TenantSpec | ClusterSpec): Sample => {
    const fleet: PlatformFleet =
      'id' in spec
        ? {
            ...start,
            tenants: start.tenants.map((one) => (one.written === base ? tenantFile(one.file, spec) : one)),
          }
        : { ...start, clusters: clustersWith(spec) }
    return { fleet, id: 'id' in base ? base.id : base.name }
  }
  const cases = fieldsOf(subject)
    .filter(({ schema }) => !isGroup(schema))
    .map(({ path, schema }) => [path.join('.'), path, schema] as const)

  test.each(cases)('%s', (field, path, schema) => {
    const start = (beside[field] ?? []).reduce(
      (spec, [other, value]) => withValue(spec, other.split('.'), value),
      base,
    )
    const values = new Map((chosen[field] ?? valuesOf(schema)).map((one) => [JSON.stringify(one), one]))
    const samples = [...values.values(), undefined]
      .map((value) => {
        const spec = withValue(start, path, value)
        return { value, spec, sample: put(spec) }
      })
      .filter(({ spec, sample }) => accepted(subject, spec, sample))
    const given = samples.filter(({ value }) => value !== undefined)
    // A default that is written out may say the same as none; two values that are given never do.
    const alike = given.flatMap((one, index) =>
      given
        .slice(index + 1)
        .filter((other) => !differ(one.sample, other.sample))
        .map((other) => `${JSON.stringify(one.value)} as ${JSON.stringify(other.value)}`),
    )
    expect(alike).toEqual([])
    const [first, ...rest] = samples
    const heard = first !== undefined && rest.some((one) => differ(first.sample, one.sample))
    const known = field in refused || `${name} ${field}` in refused
    expect({ field, heard }).toEqual({ field, heard: !known })
    if (!heard) return
    const inObjects = rest.some((one) => output(first.sample, 'objects') !== output(one.sample, 'objects'))
    expect({ field, inObjects }).toEqual({ field, inObjects: !(field in onlySaid) })
  })
})

test('a cell that is replicated no longer has another data plane', () => {
  const alone = withValue(
    withValue(wholeClusters.east, ['cells', wholeCell, 'replicateTo'], []),
    ['cells', wholeCell, 'backupsIn'],
    ['us-east-1'],
  )
  const [before, after] = [wholeClusters.east, alone].map((spec): Sample => {
    return { fleet: { ...start, clusters: clustersWith(spec) }, id: spec.name }
  }) as [Sample, Sample]
  expect(output(after, 'objects')).not.toBe(output(before, 'objects'))
})
