import { describe, expect, test } from 'vitest'
import { render } from '../../lib/findings/render.ts'
import type { KubeObject, Manifest } from '../../lib/kube/object.ts'
import { compileRule, isTransition } from '../../lib/verify/cel.ts'
import { claimSchemas } from '../../lib/verify/claims.ts'
import { fieldPath, verifySchema } from '../../lib/verify/schema.ts'
import { readDist } from '../support/dist.ts'
import { celRules } from '../support/rules.ts'
import { asValid } from '../support/valid.ts'

const dist = readDist()
const claims = claimSchemas(asValid(dist))
const base = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'a', namespace: 'b' } }
const port = (name: string, number: number) => ({ name, port: number, protocol: 'TCP' })

function objectOf(kind: string): KubeObject {
  const found = dist.flatMap(({ objects }) => objects).find((object) => object.kind === kind)
  if (!found) throw new Error(`dist has no ${kind}`)
  return found
}

function whys(object: KubeObject): string[] {
  return verifySchema({ path: 'x.yaml', objects: [object] }, claims)
    .map(render)
    .map(({ field, code, why, remedy }) => `${field} (${code}) ${why} → ${remedy}`)
}

test('every object of dist is valid for its kind', () => {
  expect(dist.length).toBeGreaterThan(100)
  expect(dist.flatMap((manifest) => verifySchema(manifest, claims))).toEqual([])
})

describe('a mistake is named with its field and its remedy', () => {
  test('an unknown field, and the nearest known one', () => {
    expect(whys({ ...base, spec: { selectr: { app: 'a' } } })).toMatchInlineSnapshot(`
      [
        "Service/a spec.selectr (unknown-field) there is no such field → did you mean selector?",
      ]
    `)
  })
  test('an unknown field of metadata', () => {
    expect(
      whys({ ...base, spec: {}, metadata: { ...base.metadata, lables: {} } as never }),
    ).toMatchInlineSnapshot(`
      [
        "Service/a metadata.lables (unknown-field) there is no such field → did you mean labels?",
      ]
    `)
  })
  test('a wrong type, and a missing field', () => {
    expect(whys({ ...base, spec: { ports: [{ port: '80' }, { name: 'x' }] } })).toMatchInlineSnapshot(`
      [
        "Service/a spec.ports[0].port (wrong-value) "80" must be integer → fix the chart that creates this object",
        "Service/a spec.ports[1].port (missing-field) the field is required → add port",
      ]
    `)
  })
  test('two items of a list that is a map', () => {
    expect(whys({ ...base, spec: { ports: [port('a', 80), port('b', 80)] } })).toMatchInlineSnapshot(`
      [
        "Service/a spec.ports (wrong-value) [{"name":"a","port":80,"protocol":"TCP"},{"name":"b","port":80,"protocol":"TC… has two items with port, protocol 80, TCP → fix the chart that creates this object",
      ]
    `)
  })
  test('a kind that is not in use', () => {
    expect(
      whys({ apiVersion: 'apps/v1', kind: 'Deploymnt', metadata: { name: 'a' } }),
    ).toMatchInlineSnapshot(`
      [
        "Deploymnt/a (unknown-kind) apps/v1 Deploymnt is not among the kinds in use → did you mean apps/v1 Deployment? Add a new kind to lib/kube/kinds.json",
      ]
    `)
  })
  test('a rule of a CRD in CEL', () => {
    const push = objectOf('PushSecret')
    const { data: _, ...spec } = push['spec'] as Record<string, unknown>
    expect(whys({ ...push, spec: { ...spec, dataTo: [{ storeRef: { kind: 'SecretStore' } }] } })).toEqual([
      expect.stringMatching(/dataTo\[0\] \(cel-rule\).*storeRef must specify either name or labelSelector/),
    ])
  })
  test('a claim: a misspelt field, a value out of bounds, a rule over two fields', () => {
    const claim = objectOf('PostgresDatabase')
    const spec = claim['spec'] as object
    expect(whys({ ...claim, spec: { ...spec, backupDay: 7 } })).toEqual([
      'PostgresDatabase/cell-us-east-1-a spec.backupDay (unknown-field) there is no such field → did you mean backupDays?',
    ])
    expect(whys({ ...claim, spec: { ...spec, backupDays: 36 } })).toEqual([
      'PostgresDatabase/cell-us-east-1-a spec.backupDays (wrong-value) 36 must be <= 35 → fix the chart that creates this object',
    ])
    expect(whys({ ...claim, spec: { ...spec, storageGiB: 100, maxStorageGiB: 105 } })).toEqual([
      expect.stringMatching(/spec \(cel-rule\).*maxStorageGiB must be at least a tenth more than storageGiB/),
    ])
  })
  test('a value outside of an enum', () => {
    const claim = objectOf('PushSecret')
    const spec = { ...(claim['spec'] as object), updatePolicy: 'Sometimes' }
    expect(whys({ ...claim, spec })).toEqual([
      expect.stringContaining('spec.updatePolicy (wrong-value) "Sometimes" must be equal to one of'),
    ])
  })
})

/** Maps whose keys are ours to choose; they take any. */
const ownKeys = new Set([
  'annotations',
  'data',
  'default',
  'defaultRequest',
  'hard',
  'labels',
  'limits',
  'matchLabels',
  'max',
  'min',
  'parameters',
  'requests',
  'selector',
  'subnetTags',
  'tags',
])

/** Places that are left open, each with who says so. */
const openPlaces = new Set([
  // The CRD keeps unknown fields there: it is an object of the provider's, which External Secrets reads itself.
  'external-secrets.io/v1alpha1 PushSecret spec.data.[].metadata',
  'external-secrets.io/v1alpha1 PushSecret spec.data.[].metadata.spec',
  // Each scaler of KEDA has its own words: `npm run verify:serving` runs KEDA's operator on them.
  'keda.sh/v1alpha1 ScaledObject spec.triggers.[].metadata',
])

test('any one field too many, anywhere in dist, is refused', () => {
  type Path = readonly (string | number)[]
  const places = (value: unknown, path: Path = []): Path[] => {
    if (Array.isArray(value)) return value.flatMap((item, index) => places(item, [...path, index]))
    if (typeof value !== 'object' || value === null) return []
    // A definition's schema and a function's input are objects of their own kinds: test/crossplane looks into them.
    if (['input', 'openAPIV3Schema'].includes(String(path.at(-1)))) return []
    const below = Object.entries(value).flatMap(([key, child]) => places(child, [...path, key]))
    return ownKeys.has(String(path.at(-1))) ? below : [path, ...below]
  }
  // Each place of each kind once, whichever object has it.
  const cases = new Map<string, { object: KubeObject; path: Path }>()
  for (const object of dist.flatMap(({ objects }) => objects)) {
    for (const path of places(object)) {
      const place = path.map((step) => (typeof step === 'number' ? '[]' : step)).join('.')
      cases.set(`${object.apiVersion} ${object.kind} ${place}`, { object, path })
    }
  }
  const taken = [...cases].flatMap(([name, { object, path }]) => {
    const changed = structuredClone(object)
    const target = path.reduce<Record<string, unknown>>(
      (at, step) => at[step as string] as Record<string, unknown>,
      changed as never,
    )
    target['notAField'] = 1
    const found = verifySchema({ path: 'x.yaml', objects: [changed] }, claims)
    const refused = found.some(({ code, field }) => code === 'unknown-field' && field.endsWith('notAField'))
    return refused ? [] : [name]
  })
  expect(cases.size).toBeGreaterThan(400)
  expect(taken).toEqual([...openPlaces])
})

test('the rules of the kinds in use that the evaluator cannot read: none', () => {
  expect(celRules().length).toBeGreaterThan(10)
  const unread = celRules()
    .filter(({ rule }) => !isTransition(rule) && typeof compileRule(rule) === 'string')
    .map(({ kind, rule }) => `${kind}: ${rule.rule}`)
  expect(unread).toEqual([])
})

test('a pointer reads as people write it', () => {
  expect(fieldPath('/spec/containers/0/a~1b')).toBe('spec.containers[0].a/b')
})

test('findings say the file', () => {
  const manifest: Manifest = { path: 'c/x.yaml', objects: [{ ...base, spec: {}, spek: {} }] }
  expect(verifySchema(manifest)).toMatchObject([{ file: 'dist/c/x.yaml', field: 'Service/a spek' }])
})
