import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { kubernetesEnums, withEnums } from './enums.ts'
import { apiVersion, type Kind } from './kinds.ts'
import { describedBy, mapValues, prune, type Schema, withoutDefaults } from './schema.ts'

const refPrefix = '#/definitions/'

interface Swagger {
  readonly definitions: Record<string, Schema>
}

/** The definitions of the wanted built-in kinds and of everything that they reference, under short names. */
export function kubernetesDefinitions(folder: string, kinds: readonly Kind[]): Record<string, Schema> {
  const path = join(folder, 'api/openapi-spec/swagger.json')
  const { definitions } = JSON.parse(readFileSync(path, 'utf8')) as Swagger
  const enums = kubernetesEnums(folder)
  const roots = kinds.map((kind) => rootOf(definitions, kind, path))
  const reachable = reach(definitions, roots)
  const short = shortNames(reachable, roots)
  const out: Record<string, Schema> = {}
  for (const long of reachable) {
    const name = short.get(long) ?? long
    out[name] = rename(withEnums(withoutDefaults(prune(definitions[long] ?? {})), long, enums), short)
  }
  kinds.forEach((kind, index) => {
    const name = short.get(roots[index] ?? '') ?? ''
    out[name] = asRoot(out[name] ?? {}, kind)
  })
  if (out['Quantity']) out['Quantity'] = { ...out['Quantity'], type: ['integer', 'number', 'string'] }
  // @see https://github.com/kubernetes/kubernetes apimachinery meta/v1: any JSON
  for (const any of ['JSON', 'RawExtension', 'FieldsV1']) if (out[any]) out[any] = describedBy({}, out[any])
  return Object.fromEntries(Object.entries(out).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function rootOf(definitions: Record<string, Schema>, kind: Kind, path: string): string {
  const found = Object.entries(definitions).find(([, schema]) =>
    ((schema['x-kubernetes-group-version-kind'] as Kind[] | undefined) ?? []).some(
      (one) => one.group === kind.group && one.version === kind.version && one.kind === kind.kind,
    ),
  )
  if (!found) throw new Error(`${path} has no ${apiVersion(kind)} ${kind.kind}`)
  return found[0]
}

function isKind(schema: Schema): boolean {
  return schema['x-kubernetes-group-version-kind'] !== undefined
}

function reach(definitions: Record<string, Schema>, roots: readonly string[]): string[] {
  const seen = new Set<string>()
  const visit = (value: unknown, key?: string): void => {
    if (key === '$ref' && typeof value === 'string') add(value.slice(refPrefix.length))
    if (typeof value !== 'object' || value === null) return
    for (const [name, child] of Object.entries(value)) visit(child, name)
  }
  const add = (name: string): void => {
    if (seen.has(name)) return
    seen.add(name)
    const { properties = {}, ...rest } = definitions[name] ?? {}
    const { status: _, ...others } = properties
    // Controllers write the status of an object, Paddock never does. (The subresource of that name is a setting of
    // CRDs.)
    visit({ ...rest, properties: isKind(rest) ? others : properties })
  }
  for (const root of roots) add(root)
  return [...seen].sort()
}

/**
 * The last part of a definition's name. If two definitions share it, the name includes the group; kinds in use keep the
 * short form.
 */
function shortNames(names: readonly string[], roots: readonly string[]): Map<string, string> {
  const last = (name: string) => name.split('.').at(-1) ?? name
  const taken = new Map<string, string>()
  for (const name of [...roots, ...names]) {
    const short = last(name)
    const owner = taken.get(short)
    if (owner === undefined) taken.set(short, name)
    else if (owner !== name) {
      const [group = '', version = ''] = name.split('.').slice(-3, -1)
      taken.set(`${capital(group)}${capital(version)}${short}`, name)
    }
  }
  return new Map([...taken].map(([short, name]) => [name, short]))
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}

function rename(schema: Schema, short: Map<string, string>): Schema {
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
    key === '$ref' && typeof value === 'string'
      ? refPrefix + (short.get(value.slice(refPrefix.length)) ?? '')
      : value,
  ) as Schema
}

/** Makes `apiVersion` and `kind` constants and removes `status`. */
export function asRoot(schema: Schema, kind: Kind): Schema {
  const { status: _, ...properties } = schema.properties ?? {}
  return {
    ...schema,
    properties: {
      ...mapValues(properties, (value) => value),
      apiVersion: { const: apiVersion(kind) },
      kind: { const: kind.kind },
      metadata: properties['metadata'] ?? {},
    },
    required: [...new Set(['apiVersion', 'kind', 'metadata', ...(schema.required ?? [])])].filter(
      (r) => r !== 'status',
    ),
  }
}
