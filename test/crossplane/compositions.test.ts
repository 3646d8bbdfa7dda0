import { Ajv, type ValidateFunction } from 'ajv'
import { Type } from 'typebox'
import { describe, expect, test } from 'vitest'
import { hubApis } from '../../crossplane/apis/hub-apis.ts'
import { regionApis } from '../../crossplane/apis/region-apis.ts'
import type { Api } from '../../crossplane/compose/api.ts'
import type { Composed, CompositionPlan, Environment } from '../../crossplane/compose/composition.ts'
import { fromRegion, fromSpec, type Patch, slot, text, toStatus } from '../../crossplane/compose/patch.ts'
import { type HubPart, hubLabels, hubParts } from '../../crossplane/hub-environment.ts'
import { regionSchema } from '../../crossplane/region.ts'
import { schemaAt, type WalkedSchema } from './field-path.ts'
import { kindSchema } from './kind-schemas.ts'
import { composedSchema, leafPaths, manifestOf, manifestSchema } from './manifest-schemas.ts'

const all = [...regionApis, ...hubApis].flatMap(({ api, plans }) =>
  plans.map((plan) => ({ name: [api.kind, plan.variant].filter(Boolean).join(' '), api, plan })),
)

/** One schema of a composition's environment, from its sources. */
function environmentSchema(environments: readonly Environment[], api: Api): WalkedSchema {
  const sources = environments.map(({ from, at }): WalkedSchema => {
    const data = 'name' in from ? regionSchema : partSchema(String(from.labels[hubLabels.part]))
    return at === undefined ? data : { properties: { [at]: data } }
  })
  const claim = { properties: { ...api.spec.properties, status: api.status } } as WalkedSchema
  return [...sources, { properties: { claim } }].reduce(merge)
}

function partSchema(part: string): WalkedSchema {
  return Type.Object({ [part]: hubParts[part as HubPart] })
}

function merge(a: WalkedSchema, b: WalkedSchema): WalkedSchema {
  const properties = { ...a.properties }
  for (const [name, child] of Object.entries(b.properties ?? {})) {
    const before = properties[name]
    properties[name] = before?.properties && child.properties ? merge(before, child) : child
  }
  return { properties }
}

/** Every path of a patch that is not there, said with the resource and the kind. */
function missingPaths(api: Api, plan: CompositionPlan, { name, base, patches }: Composed): string[] {
  const target = composedSchema(base)
  const kind = [base.kind, manifestOf(base)?.kind].filter(Boolean).join(' of ')
  const claim: WalkedSchema = {
    properties: { spec: api.spec as WalkedSchema, status: api.status as WalkedSchema },
  }
  const environment = environmentSchema(plan.environments, api)
  const missing = (schema: WalkedSchema, path: string | undefined, of: string) =>
    path !== undefined && schemaAt(schema, path) === undefined ? [`${name}: ${of} has no ${path}`] : []
  const ofPatch = (patch: Patch): string[] => {
    const variables = patch.combine?.variables.map((one) => one.fromFieldPath) ?? []
    const { fromFieldPath: from, toFieldPath: to } = patch
    if (patch.type === 'ToCompositeFieldPath') {
      return [...missing(target, from, kind), ...missing(claim, to, api.kind)]
    }
    const source = patch.type === 'FromCompositeFieldPath' ? claim : environment
    const of = patch.type === 'FromCompositeFieldPath' ? api.kind : 'the environment'
    return [
      ...missing(target, to, kind),
      ...missing(source, from, of),
      ...variables.flatMap((path) => missing(environment, path, 'the environment')),
    ]
  }
  return patches.flatMap(ofPatch)
}

const compiled = new Map<string, ValidateFunction>()

/** Validator of a kind before its patches; compiled once, a composition may have dozens of a kind. */
function baseValidator(apiVersion: string, kind: string): ValidateFunction {
  const known = compiled.get(`${apiVersion} ${kind}`)
  if (known) return known
  const schema = JSON.parse(JSON.stringify(kindSchema(apiVersion, kind)), (key, value) =>
    // Patches fill the rest.
    key === 'required' || key === '$ref' || key.startsWith('x-kubernetes') ? undefined : value,
  ) as object
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, unicodeRegExp: false })
  const made = ajv.compile(schema)
  compiled.set(`${apiVersion} ${kind}`, made)
  return made
}

describe.each(all)('$name', ({ api, plan }) => {
  test('every patch goes from a field that there is to a field that there is', () => {
    expect(plan.resources.flatMap((resource) => missingPaths(api, plan, resource))).toEqual([])
  })

  test('no resource has a field that its kind does not know', () => {
    for (const { name, base } of plan.resources) {
      const validate = baseValidator(base.apiVersion, base.kind)
      validate(JSON.parse(JSON.stringify(base)))
      expect([name, validate.errors ?? []]).toEqual([name, []])
    }
  })

  test('no object that is written or read in a cluster has a field that its kind does not know', () => {
    const unknown = plan.resources.flatMap(({ name, base }) => {
      const manifest = manifestOf(base)
      if (!manifest) return []
      const schema = manifestSchema(manifest.apiVersion, manifest.kind)
      return leafPaths(manifest)
        .filter((path) => schemaAt(schema, path) === undefined)
        .map((path) => `${name}: ${manifest.kind} has no ${path}`)
    })
    expect(unknown).toEqual([])
  })

  test('names are unique, and every resource names what it takes', () => {
    const names = plan.resources.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    for (const { base, patches } of plan.resources) {
      const taggable = schemaAt(kindSchema(base.apiVersion, base.kind), 'spec.forProvider.tags')
      if (!taggable || base.kind === 'Object') continue
      const tagged = patches.some(({ toFieldPath }) => toFieldPath.startsWith('spec.forProvider.tags'))
      expect([base.kind, tagged]).toEqual([base.kind, true])
    }
  })
})

describe('a patch that cannot work is named with both sides', () => {
  const [first] = regionApis
  const api = first?.api as Api
  const plan = first?.plans[0] as CompositionPlan
  const group = (patch: Patch): Composed => ({
    name: 'probe',
    base: { apiVersion: 'rds.aws.upbound.io/v1beta1', kind: 'SubnetGroup', spec: { forProvider: {} } },
    patches: [patch],
  })
  test.each([
    [fromSpec('regoin', 'spec.forProvider.region'), `probe: ${api.kind} has no spec.regoin`],
    [fromSpec('region', 'spec.forProvider.regoin'), 'probe: SubnetGroup has no spec.forProvider.regoin'],
    [fromRegion('network.vpc', 'spec.forProvider.region'), 'probe: the environment has no network.vpc'],
    [text(`x-${slot('claim.nope')}`, 'spec.forProvider.region'), 'probe: the environment has no claim.nope'],
    [toStatus('status.atProvider.arm', 'arn'), 'probe: SubnetGroup has no status.atProvider.arm'],
    [toStatus('status.atProvider.arn', 'arm'), `probe: ${api.kind} has no status.arm`],
  ])('%j', (patch, message) => {
    expect(missingPaths(api, plan, group(patch))).toEqual([message])
  })

  const volume: Composed = {
    name: 'probe',
    base: {
      apiVersion: 'kubernetes.crossplane.io/v1alpha2',
      kind: 'Object',
      spec: {
        forProvider: { manifest: { apiVersion: 'v1', kind: 'PersistentVolume' } },
        providerConfigRef: { name: 'own-cluster' },
      },
    },
    patches: [],
  }
  const manifest = 'spec.forProvider.manifest'
  test.each([
    [`${manifest}.spec.csi.volumeHandle`, []],
    [
      `${manifest}.spec.csi.volumeHandel`,
      [`probe: Object of PersistentVolume has no ${manifest}.spec.csi.volumeHandel`],
    ],
    [`${manifest}.spce`, [`probe: Object of PersistentVolume has no ${manifest}.spce`]],
    ['spec.providerConfigRef.nam', ['probe: Object of PersistentVolume has no spec.providerConfigRef.nam']],
  ])('in an object of a cluster: %s', (path, messages) => {
    expect(missingPaths(api, plan, { ...volume, patches: [fromSpec('region', path)] })).toEqual(messages)
  })
})
