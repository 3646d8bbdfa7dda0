import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exceptionsOfUnit } from '../../charts/platform/registry.ts'
import { render } from '../../lib/findings/render.ts'
import type { KubeObject, Manifest } from '../../lib/kube/object.ts'
import { resolveCluster } from '../../lib/resolve/cluster.ts'
import { resolveTenant } from '../../lib/resolve/tenant.ts'
import { completeTenant } from '../../lib/spec/complete.ts'
import { claimSchemas } from '../../lib/verify/claims.ts'
import { clusterFacts, verifyCluster, verifyTenant } from '../../lib/verify/index.ts'
import { verifySchema } from '../../lib/verify/schema.ts'
import acme from '../fleet/tenants/acme.ts'
import { readDist } from '../support/dist.ts'
import { clusters } from '../support/fleet.ts'
import { asValid } from '../support/valid.ts'

const { east, west, hub } = clusters
const cluster = resolveCluster(east, [hub, east, west])
const tenant = resolveTenant(completeTenant(acme), east)
const platform = readDist('us-east-1/platform')
const unit = readDist('us-east-1/tenants/acme')
const facts = clusterFacts(platform)
const claims = claimSchemas(asValid(platform))

type Path = readonly (string | number)[]

/** Every place of a value, itself left out. */
function places(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, child]) => {
    const at = [...path, Array.isArray(value) ? Number(key) : key]
    return [at, ...places(child, at)]
  })
}

const gone = Symbol('gone')
const replacement = fc.constantFrom<unknown>(gone, null, 7, -1.5, 'x', '', true, [], {}, [null], { a: null })

/** An object with one place deleted or replaced. */
function damaged(object: KubeObject, path: Path, by: unknown): unknown {
  const copy = structuredClone(object) as unknown
  let parent = copy as Record<string | number, unknown>
  for (const key of path.slice(0, -1)) parent = parent[key] as Record<string | number, unknown>
  const last = path.at(-1) ?? ''
  if (by !== gone) parent[last] = by
  else if (Array.isArray(parent)) parent.splice(Number(last), 1)
  else delete parent[last]
  return copy
}

/** A unit in which some objects are damaged, each at one place. */
function damages(manifests: readonly Manifest[]) {
  const objects = manifests.flatMap(({ path, objects: list }) => list.map((object) => ({ path, object })))
  const one = fc.constantFrom(...objects).chain(({ path, object }) =>
    fc.record({
      path: fc.constant(path),
      object: fc.constant(object),
      place: fc.constantFrom(...places(object)),
      by: replacement,
    }),
  )
  return fc.array(one, { minLength: 1, maxLength: 3 }).map((list) => {
    const changed = new Map(list.map(({ object, place, by }) => [object, damaged(object, place, by)]))
    return {
      wrong: list.map(({ path, object }) => ({ path, object: changed.get(object) as KubeObject })),
      manifests: manifests.map(({ path, objects: all }) => ({
        path,
        objects: all.map((object) => (changed.get(object) ?? object) as KubeObject),
      })),
    }
  })
}

describe('a malformed object has a finding of its schema, and verifying goes on', () => {
  const refused = ({ path, object }: { path: string; object: KubeObject }) =>
    verifySchema({ path, objects: [object] }, claims)

  test('among the objects of a tenant', () => {
    fc.assert(
      fc.property(damages(unit), ({ manifests, wrong }) => {
        const found = verifyTenant(manifests, tenant, cluster, facts).map((one) => render(one))
        for (const expected of wrong.flatMap(refused)) expect(found).toContainEqual(render(expected))
      }),
      { numRuns: 120 },
    )
  })

  test('among the objects of the platform, definitions of claims included', () => {
    fc.assert(
      fc.property(damages(platform), ({ manifests, wrong }) => {
        const found = verifyCluster(manifests, exceptionsOfUnit).map((one) => render(one))
        if (wrong.some((one) => refused(one).length > 0)) expect(found).not.toEqual([])
        const after = clusterFacts(manifests)
        verifyTenant(unit, tenant, cluster, after)
      }),
      { numRuns: 20 },
    )
  })
})

/** Codes and fields of a tenant in which one object is changed. */
function found(kind: string, name: string, change: (object: KubeObject) => unknown): string[] {
  const changed = unit.map(({ path, objects }) => ({
    path,
    objects: objects.map((one) =>
      one.kind === kind && one.metadata.name === name ? (change(one) as KubeObject) : one,
    ),
  }))
  return verifyTenant(changed, tenant, cluster, facts).map(({ code, field }) => `${code} ${field}`)
}

test('the fixtures themselves have no finding', () => {
  expect(found('', '', (one) => one)).toEqual([])
})

test.each<[string, (object: KubeObject) => unknown, string[]]>([
  ['without a spec', ({ spec: _, ...rest }) => rest, ['missing-field Deployment/bus spec']],
  [
    'with containers that are no list',
    (one) => damaged(one, ['spec', 'template', 'spec', 'containers'], {}),
    ['wrong-value Deployment/bus spec.template.spec.containers'],
  ],
  [
    'with null among its containers',
    (one) => damaged(one, ['spec', 'template', 'spec', 'containers', 0], null),
    ['wrong-value Deployment/bus spec.template.spec.containers[0]'],
  ],
  [
    'with a text for labels',
    (one) => damaged(one, ['metadata', 'labels'], 'bus'),
    ['wrong-value Deployment/bus metadata.labels'],
  ],
  [
    'without a name',
    (one) => damaged(one, ['metadata', 'name'], gone),
    ['missing-field Deployment metadata.name'],
  ],
  ['without metadata', ({ metadata: _, ...rest }) => rest, ['missing-field Deployment metadata']],
])(
  'a Deployment %s has the finding of its schema, and nothing that names it has one',
  (_, change, expected) => {
    expect(found('Deployment', 'bus', change)).toEqual(expected)
  },
)

test('what is no object at all is a finding', () => {
  expect(found('Deployment', 'bus', () => null)).toContain('not-an-object ')
  expect(found('Deployment', 'bus', () => ['a'])).toContain('not-an-object ')
})

test.each(['all', '10.0.0.0', '10.0.0.0/33', '10.0.0.0/1.5', 'fe80::1%eth0/64', '::/129'])(
  'the block %s is a finding of the schema; the proof of isolation is not asked',
  (cidr) => {
    const egress = [{ to: [{ ipBlock: { cidr } }] }]
    expect(found('NetworkPolicy', 'all-to-dns', (one) => damaged(one, ['spec', 'egress'], egress))).toEqual([
      'wrong-value NetworkPolicy/all-to-dns spec.egress[0].to[0].ipBlock.cidr',
    ])
  },
)

test('an operator that selectors do not have is a finding', () => {
  const selector = { matchExpressions: [{ key: 'a', operator: 'Matches' }] }
  expect(
    found('NetworkPolicy', 'all-to-dns', (one) => damaged(one, ['spec', 'podSelector'], selector)),
  ).toEqual(['wrong-value NetworkPolicy/all-to-dns spec.podSelector.matchExpressions[0].operator'])
})

test('a definition whose schema is none gives its claims a finding', () => {
  const broken = platform.map(({ path, objects }) => ({
    path,
    objects: objects.map((one) => {
      if (one.kind !== 'CompositeResourceDefinition') return one
      const text = JSON.stringify(one)
      return JSON.parse(text.replaceAll('"type":"string"', '"type":"number of things"')) as KubeObject
    }),
  }))
  const codes = verifyTenant(unit, tenant, cluster, clusterFacts(broken)).map(({ code }) => code)
  expect(codes).toContain('claim-schema')
})
