import { parse } from '@marcbachmann/cel-js'
import { describe, expect, test } from 'vitest'
import { hubApis } from '../../crossplane/apis/hub-apis.ts'
import { regionApis } from '../../crossplane/apis/region-apis.ts'
import { celValue } from '../../lib/verify/cel-value.ts'
import { derivedCrds } from '../real/cluster/xrds.ts'
import { readDist } from '../support/dist.ts'
import { examples } from './example-claims.ts'

interface Rule {
  readonly rule: string
  readonly message: string
}
interface Spec {
  readonly properties: Readonly<Record<string, unknown>>
  readonly required?: readonly string[]
  readonly 'x-kubernetes-validations'?: readonly Rule[]
}

const definitions = ['hub', 'us-east-1'].flatMap((cluster) =>
  readDist(`${cluster}/platform/crossplane/`)
    .flatMap(({ objects }) => objects)
    .filter(({ kind }) => kind === 'CompositeResourceDefinition'),
)
/**
 * Keywords of a schema's spec that Crossplane copies to the CRD. @see https://github.com/crossplane/crossplane-runtime
 * pkg/xcrd/crd.go
 */
const handedOn = ['description', 'oneOf', 'properties', 'required', 'type', 'x-kubernetes-validations']

function specOf(object: { readonly [key: string]: unknown }): Spec {
  const { versions } = object['spec'] as {
    versions: { schema: { openAPIV3Schema: { properties: { spec: Spec } } } }[]
  }
  const [version] = versions
  if (!version) throw new Error('no version')
  return version.schema.openAPIV3Schema.properties.spec
}

function holds({ rule }: Rule, self: object, oldSelf: object): unknown {
  return parse(rule)({ self: celValue(self), oldSelf: celValue(oldSelf) })
}

test('there is one for each API', () => {
  const kinds = definitions.map((one) => (one['spec'] as { claimNames: { kind: string } }).claimNames.kind)
  expect(kinds.sort()).toEqual([...hubApis, ...regionApis].map(({ api }) => api.kind).sort())
})

test.each(definitions.map((one) => [one.metadata.name, one] as const))(
  '%s: every rule and field reaches the CRDs of both composite and claim',
  (_, definition) => {
    const own = specOf(definition)
    expect(Object.keys(own).filter((key) => !handedOn.includes(key))).toEqual([])
    const crds = derivedCrds(definition)
    expect(crds).toHaveLength(2)
    for (const crd of crds) {
      const { properties, required = [], 'x-kubernetes-validations': rules } = specOf(crd)
      expect(properties).toMatchObject(own.properties)
      expect(required).toEqual(expect.arrayContaining([...(own.required ?? [])]))
      expect(rules).toEqual(own['x-kubernetes-validations'])
    }
  },
)

describe.each([...hubApis, ...regionApis].map(({ api }) => api))('$kind', (api) => {
  const spec = examples.find((one) => one.api === api)?.claim['spec'] as Readonly<Record<string, unknown>>
  const definition = definitions.find(
    (one) => (one['spec'] as { claimNames: { kind: string } }).claimNames.kind === api.kind,
  )
  const rules = definition ? (specOf(definition)['x-kubernetes-validations'] ?? []) : []

  test('stays as it is when nothing changes', () => {
    expect(rules.filter((rule) => holds(rule, spec, spec) !== true)).toEqual([])
  })

  test('keeps what AWS cannot change: the rule names the field, and fails for it alone', () => {
    for (const name of api.immutable) {
      // A field that may be missing would break the rule itself.
      expect(api.spec.required).toContain(name)
      const before = { ...spec, [name]: typeof spec[name] === 'number' ? 0 : 'another' }
      const broken = rules.filter((rule) => holds(rule, spec, before) !== true)
      expect(broken.map(({ message }) => message)).toEqual([
        `${name} cannot be changed: make another ${api.kind}`,
      ])
    }
  })
})

test('what AWS only raises is raised and not lowered; the storage of databases is among it', () => {
  const growing = [...hubApis, ...regionApis].flatMap(({ api }) =>
    (api.growing ?? []).map((field) => ({ api, field })),
  )
  expect(growing.map(({ api, field }) => `${api.kind} ${field}`).sort()).toEqual([
    'PostgresDatabase storageGiB',
    'RaisedQuota value',
    'TenantDatabase storageGiB',
  ])
  for (const { api, field } of growing) {
    const spec = examples.find((one) => one.api === api)?.claim['spec'] as Readonly<Record<string, number>>
    const definition = definitions.find(
      (one) => (one['spec'] as { claimNames: { kind: string } }).claimNames.kind === api.kind,
    )
    const rules = (definition && specOf(definition)['x-kubernetes-validations']) ?? []
    const reported = (before: number) =>
      rules
        .filter((rule) => holds(rule, spec, { ...spec, [field]: before }) !== true)
        .map(({ message }) => message)
    const now = spec[field] ?? 0
    expect(reported(now - 1)).toEqual([])
    expect(reported(now + 1)).toEqual([`${field} cannot be lowered: AWS only lets it grow`])
  }
})

test.each([
  ['COMPLIANCE', 400, 'GOVERNANCE', 400, 'auditMode COMPLIANCE cannot be weakened'],
  ['COMPLIANCE', 400, 'COMPLIANCE', 399, 'auditDays cannot be shortened under COMPLIANCE'],
  ['GOVERNANCE', 400, 'COMPLIANCE', 365, undefined],
  ['GOVERNANCE', 400, 'GOVERNANCE', 365, undefined],
  ['COMPLIANCE', 400, 'COMPLIANCE', 500, undefined],
] as const)('audit from %s for %i days to %s for %i: %s', (mode, days, newMode, newDays, reported) => {
  const definition = definitions.find(({ metadata }) => metadata.name === 'xregionstorages.paddock.dev')
  const claim = examples.find(({ api }) => api.kind === 'RegionStorage')?.claim['spec'] as object
  const before = { ...claim, auditMode: mode, auditDays: days }
  const after = { ...claim, auditMode: newMode, auditDays: newDays }
  const rules = (definition && specOf(definition)['x-kubernetes-validations']) ?? []
  const broken = rules.filter((rule) => holds(rule, after, before) !== true)
  expect(broken.map(({ message }) => message)).toEqual(reported ? [reported] : [])
})
