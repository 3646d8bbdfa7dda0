import type { Schema } from './schema.ts'

/** Fields to keep, by the path of the object that holds them; `[]` stands for the items of a list. */
export type Narrowing = Readonly<Record<string, readonly string[]>>

/**
 * Leaves out fields that Paddock never sets: providers, sources and challenges of others. What is left out is an
 * error where it appears, and a schema that is a tenth of its size compiles in a tenth of the time.
 *
 * Throws when a path or a field does not exist, so that a new version of a CRD is not narrowed by mistake.
 */
export function narrow(schema: Schema, narrowing: Narrowing, kind: string): Schema {
  let out = schema
  for (const [path, keep] of Object.entries(narrowing))
    out = at(out, path === '' ? [] : steps(path), keep, `${kind} ${path}`)
  return out
}

function steps(path: string): string[] {
  return path.split('.').flatMap((part) => (part.endsWith('[]') ? [part.slice(0, -2), '[]'] : [part]))
}

function at(
  schema: Schema,
  [step, ...rest]: readonly string[],
  keep: readonly string[],
  where: string,
): Schema {
  if (step === undefined) return keepFields(schema, keep, where)
  if (step === '[]') {
    if (!schema.items) throw new Error(`narrow.json: ${where} is no list`)
    return { ...schema, items: at(schema.items, rest, keep, where) }
  }
  const child = schema.properties?.[step]
  if (!child) throw new Error(`narrow.json: ${where} does not exist`)
  return { ...schema, properties: { ...schema.properties, [step]: at(child, rest, keep, where) } }
}

function keepFields(schema: Schema, keep: readonly string[], where: string): Schema {
  const properties = schema.properties ?? {}
  const unknown = keep.filter((name) => !Object.hasOwn(properties, name))
  if (unknown.length > 0) throw new Error(`narrow.json: ${where} has no field ${unknown.join(', ')}`)
  return {
    ...schema,
    properties: Object.fromEntries(Object.entries(properties).filter(([name]) => keep.includes(name))),
    ...(schema.required ? { required: schema.required.filter((name) => keep.includes(name)) } : {}),
  }
}
