import { readFileSync } from 'node:fs'
import { resourcesInUse, schemaFile } from '../../../lib/kube/kinds-in-use.ts'
import type { KubeObject } from '../../../lib/kube/object.ts'
import { groupOf } from './dist.ts'

type Json = Readonly<Record<string, unknown>>

/**
 * CRDs for the custom kinds among some objects, made from the schemas that Paddock checks them against: in a cluster
 * they come with the operators. Kinds that a CRD among the objects defines are left out, as is everything in
 * `defined` (`<group> <Kind>`).
 *
 * @throws on a kind without an imported schema
 */
export function missingCrds(
  objects: readonly KubeObject[],
  defined: ReadonlySet<string>,
): readonly KubeObject[] {
  const crds = objects.filter(({ kind }) => kind === 'CustomResourceDefinition')
  const there = new Set([...defined, ...crds.map(definedKind)])
  const wanted = new Map<string, Set<string>>()
  for (const object of objects) {
    const group = groupOf(object)
    const id = `${group} ${object.kind}`
    if (!group.includes('.') || isBuiltIn(group) || there.has(id)) continue
    const version = object.apiVersion.slice(group.length + 1)
    wanted.set(id, (wanted.get(id) ?? new Set()).add(version))
  }
  return [...wanted].sort().map(([id, versions]) => {
    const [group = '', kind = ''] = id.split(' ')
    return crd(
      { group, kind, ...resourceOf(id) },
      [...versions].sort().map((version) => [version, schemaOf(group, kind, version)]),
    )
  })
}

function isBuiltIn(group: string): boolean {
  return group.endsWith('.k8s.io')
}

function resourceOf(id: string) {
  const found = resourcesInUse[id]
  if (!found) throw new Error(`there is no ${id}: add the kind to kinds.json and import it`)
  return found
}

function schemaOf(group: string, kind: string, version: string): Json {
  return JSON.parse(readFileSync(schemaFile(`${group}/${version} ${kind}`), 'utf8')) as Json
}

/** `<group> <Kind>` that a CRD defines. */
export function definedKind(crd: KubeObject): string {
  const { group, names } = crd['spec'] as { group: string; names: { kind: string } }
  return `${group} ${names.kind}`
}

/** A CRD around closed schemas, one a version; the last is stored. */
export function crd(
  type: { readonly group: string; readonly kind: string; readonly plural: string; readonly scope: string },
  versions: readonly (readonly [string, Json])[],
): KubeObject {
  const { group, kind, plural, scope } = type
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      scope,
      versions: versions.map(([name, schema], index) => ({
        name,
        served: true,
        storage: index === versions.length - 1,
        schema: { openAPIV3Schema: rootSchema(schema) },
        subresources: { status: {} },
      })),
    },
  }
}

/** The API server knows `apiVersion`, `kind` and `metadata`; `status` is left to controllers. */
function rootSchema(schema: Json): Json {
  const {
    apiVersion: _,
    kind: __,
    metadata: ___,
    ...properties
  } = schema['properties'] as Record<string, Json>
  const required = ((schema['required'] ?? []) as string[]).filter((name) => Object.hasOwn(properties, name))
  return {
    ...structural({ ...schema, properties }),
    type: 'object',
    properties: {
      ...mapValues(properties, structural),
      status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    },
    ...(required.length > 0 ? { required } : { required: undefined }),
  }
}

/**
 * A closed schema as a structural one: fields that are not named are pruned by the API server, and errors under
 * strict validation, without `additionalProperties: false`; a number or a text is a type of its own.
 */
export function structural(schema: Json): Json {
  const { additionalProperties, properties, items, type, const: constant, ...rest } = schema
  return {
    ...rest,
    ...(constant === undefined ? {} : { enum: [constant], type: typeof constant }),
    ...typeOf(type),
    ...(properties ? { properties: mapValues(properties as Record<string, Json>, structural) } : {}),
    ...(items ? { items: structural(items as Json), ...listType(schema) } : {}),
    ...(isSchema(additionalProperties) ? { additionalProperties: structural(additionalProperties) } : {}),
  }
}

/** A key of a list that is not required has a default in the original; without it the list can be no map. */
function listType({ items, ...list }: Json): Json {
  const keys = (list['x-kubernetes-list-map-keys'] ?? []) as readonly string[]
  const required = ((items as Json)['required'] ?? []) as readonly string[]
  if (keys.every((key) => required.includes(key))) return {}
  return { 'x-kubernetes-list-type': 'atomic', 'x-kubernetes-list-map-keys': undefined }
}

function typeOf(type: unknown): Json {
  if (type === undefined) return {}
  if (Array.isArray(type)) return { 'x-kubernetes-int-or-string': true }
  return { type }
}

function isSchema(value: unknown): value is Json {
  return typeof value === 'object' && value !== null
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, to: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, to(value)]))
}
