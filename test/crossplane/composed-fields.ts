import { Ajv, type ValidateFunction } from 'ajv'
import { Type } from 'typebox'
import type { Api } from '../../crossplane/compose/api.ts'
import type { Composed, CompositionPlan, Environment } from '../../crossplane/compose/composition.ts'
import type { Patch } from '../../crossplane/compose/patch.ts'
import { type HubPart, hubLabels, hubParts } from '../../crossplane/hub-environment.ts'
import { regionSchema } from '../../crossplane/region.ts'
import { schemaAt, type WalkedSchema } from './field-path.ts'
import { kindSchema } from './kind-schemas.ts'
import { composedSchema, leafPaths, manifestOf, manifestSchema } from './manifest-schemas.ts'

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
export function missingPaths(api: Api, plan: CompositionPlan, { name, base, patches }: Composed): string[] {
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

/** Fields of a resource that its kind does not know. */
export function unknownFields({ base }: Composed): readonly object[] {
  const validate = baseValidator(base.apiVersion, base.kind)
  validate(JSON.parse(JSON.stringify(base)))
  return validate.errors ?? []
}

/** Fields of an object, that is written or read in a cluster, that its kind does not know. */
export function unknownInManifest({ name, base }: Composed): string[] {
  const manifest = manifestOf(base)
  if (!manifest) return []
  const schema = manifestSchema(manifest.apiVersion, manifest.kind)
  return leafPaths(manifest)
    .filter((path) => schemaAt(schema, path) === undefined)
    .map((path) => `${name}: ${manifest.kind} has no ${path}`)
}

/** Whether AWS would tag a resource and it is not tagged. */
export function isUntagged({ base, patches }: Composed): boolean {
  const taggable = schemaAt(kindSchema(base.apiVersion, base.kind), 'spec.forProvider.tags')
  if (!taggable || base.kind === 'Object') return false
  return !patches.some(({ toFieldPath }) => toFieldPath.startsWith('spec.forProvider.tags'))
}
