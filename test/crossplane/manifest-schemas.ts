import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { registry } from '../../charts/platform/registry.ts'
import core from '../../lib/kube/schemas/kubernetes.json' with { type: 'json' }
import { repository } from '../support/workspace.ts'
import { steps, type WalkedSchema } from './field-path.ts'
import { kindSchema } from './kind-schemas.ts'

const text: WalkedSchema = { type: 'string' }
const texts: WalkedSchema = { type: 'object', additionalProperties: text }
const metadata: WalkedSchema = { $ref: 'kubernetes.json#/definitions/ObjectMeta' }
const closed = (properties: WalkedSchema['properties']): WalkedSchema => ({
  type: 'object',
  ...(properties ? { properties } : {}),
})

/** Kinds of which no schema is imported, because no file of dist is one. */
const written: Readonly<Record<string, WalkedSchema>> = {
  'v1 Secret': closed({
    apiVersion: text,
    kind: text,
    metadata,
    type: text,
    data: texts,
    stringData: texts,
    immutable: { type: 'boolean' },
  }),
  // @see https://github.com/aws/amazon-vpc-resource-controller-k8s/tree/master/config/crd/bases
  'vpcresources.k8s.aws/v1beta1 SecurityGroupPolicy': closed({
    apiVersion: text,
    kind: text,
    metadata,
    spec: closed({
      podSelector: closed({ matchLabels: texts }),
      serviceAccountSelector: closed({ matchLabels: texts }),
      securityGroups: closed({ groupIds: { type: 'array', items: text } }),
    }),
  }),
}

interface Crd {
  readonly spec: {
    readonly group: string
    readonly names: { readonly kind: string }
    readonly versions: readonly {
      readonly name: string
      readonly schema: { readonly openAPIV3Schema: WalkedSchema }
    }[]
  }
}

let crds: readonly Crd[] | undefined

function allCrds(): readonly Crd[] {
  crds ??= registry.flatMap(({ name, crds = {} }) =>
    Object.keys(crds).flatMap((operator) => {
      const folder = join(repository, 'charts/platform', name, 'crds', operator)
      return readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Crd)
    }),
  )
  return crds
}

const definitions = core.definitions as unknown as Readonly<Record<string, WalkedSchema>>

/** References within Kubernetes' own definitions, followed; metadata stays a reference, which the walk knows. */
function followed(schema: WalkedSchema): WalkedSchema {
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) => {
    const name = (value as WalkedSchema | null)?.$ref?.split('/').at(-1)
    const found = name === undefined || name === 'ObjectMeta' || key === '' ? undefined : definitions[name]
    return found ? followed(found) : value
  }) as WalkedSchema
}

/**
 * Schema of an object that a composition writes or reads in a cluster, its status included where it has one.
 *
 * @throws for a kind whose fields nothing here knows
 */
export function manifestSchema(apiVersion: string, kind: string): WalkedSchema {
  const own = written[`${apiVersion} ${kind}`]
  if (own) return own
  const builtIn = apiVersion.includes('.') ? undefined : definitions[kind]
  if (builtIn) return followed(builtIn)
  const [group = '', name = ''] = apiVersion.split('/')
  const crd = allCrds().find(({ spec }) => spec.group === group && spec.names.kind === kind)
  const version = crd?.spec.versions.find((one) => one.name === name)
  if (version) {
    const { openAPIV3Schema } = version.schema
    return { ...openAPIV3Schema, properties: { ...openAPIV3Schema.properties, metadata } }
  }
  if (existsSync(join(repository, 'lib/kube/schemas', group, `${kind}-${name}.json`)))
    return kindSchema(apiVersion, kind)
  throw new Error(`no schema of ${apiVersion} ${kind}: add it to test/crossplane/manifest-schemas.ts`)
}

/** The parts of a composed resource that its schema depends on. */
interface Base {
  readonly apiVersion: string
  readonly kind: string
  readonly spec?: object
}

/** The object within an `Object`; none of any other kind. */
export function manifestOf(base: Base): Base | undefined {
  if (base.kind !== 'Object') return undefined
  return (base.spec as { forProvider: { manifest: Base } }).forProvider.manifest
}

/** Schema of a composed resource; of an `Object` with that of what it writes or reads where AWS' kinds have fields. */
export function composedSchema(base: Base): WalkedSchema {
  const schema = kindSchema(base.apiVersion, base.kind)
  const inner = manifestOf(base)
  if (!inner) return schema
  const manifest = manifestSchema(inner.apiVersion, inner.kind)
  const spec = schema.properties?.['spec'] ?? {}
  return {
    properties: {
      ...schema.properties,
      spec: { ...spec, properties: { ...spec.properties, forProvider: closed({ manifest }) } },
      status: closed({ atProvider: closed({ manifest }) }),
    },
  }
}

/** Path of every leaf of an object, as patches write it. */
export function leafPaths(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([key, child]) => {
    const step = steps(key).length === 1 && !Array.isArray(value) ? key : `[${key}]`
    return leafPaths(child, path === '' || step.startsWith('[') ? `${path}${step}` : `${path}.${step}`)
  })
}
