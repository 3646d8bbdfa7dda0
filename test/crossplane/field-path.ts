/** The parts of JSON Schema that a field path can walk through. */
export interface WalkedSchema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, WalkedSchema>>
  readonly additionalProperties?: WalkedSchema | boolean
  readonly patternProperties?: Readonly<Record<string, WalkedSchema>>
  readonly items?: WalkedSchema
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean
}

/** Takes a path of Crossplane apart: `a.b[0].c[some.key]`. */
export function steps(path: string): string[] {
  return [...path.matchAll(/\[([^\]]+)\]|([^.[\]]+)/g)].map(([, bracket, name]) => bracket ?? name ?? '')
}

/** The schema at a path; undefined if there is no such field, `{}` if any value is valid. */
export function schemaAt(root: WalkedSchema, path: string): WalkedSchema | undefined {
  return steps(path).reduce<WalkedSchema | undefined>((at, step) => at && child(at, step), root)
}

function child(schema: WalkedSchema, step: string): WalkedSchema | undefined {
  // ObjectMeta: names, labels and annotations are all that compositions set.
  if (schema.$ref?.endsWith('/ObjectMeta')) return metadata[step]
  if (schema.items && /^[0-9]+$/.test(step)) return schema.items
  const named = schema.properties?.[step]
  if (named) return named
  if (typeof schema.additionalProperties === 'object') return schema.additionalProperties
  const [pattern] = Object.values(schema.patternProperties ?? {})
  if (pattern) return pattern
  const open = schema['x-kubernetes-preserve-unknown-fields'] === true || isAnything(schema)
  return open ? {} : undefined
}

const texts: WalkedSchema = { type: 'object', additionalProperties: { type: 'string' } }
const metadata: Readonly<Record<string, WalkedSchema>> = {
  name: { type: 'string' },
  namespace: { type: 'string' },
  labels: texts,
  annotations: texts,
}

function isAnything(schema: WalkedSchema): boolean {
  return schema.properties === undefined && (schema.type === undefined || schema.type === 'object')
}
