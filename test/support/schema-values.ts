import fc from 'fast-check'

/** The part of JSON Schema that specs are written in. */
export interface Schema {
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly pattern?: string
  readonly examples?: readonly unknown[]
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly items?: Schema
  readonly minItems?: number
  readonly maxItems?: number
  readonly uniqueItems?: boolean
  readonly properties?: Readonly<Record<string, Schema>>
  readonly patternProperties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
}

/** A field that a spec may leave out: its path, a number for an item of a list, and its schema. */
export interface OptionalField {
  readonly path: readonly (string | number)[]
  readonly schema: Schema
}

/** Every field of a schema that may be left out, below optional and required ones alike; of lists, in the first item. */
export function optionalFields(schema: Schema, path: OptionalField['path'] = []): OptionalField[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, child]) => {
    const here = [...path, name]
    const left = schema.required?.includes(name) ? [] : [{ path: here, schema: child }]
    return [...left, ...optionalFields(child, here)]
  })
  const items = schema.items ? optionalFields(schema.items, [...path, 0]) : []
  return [...own, ...items]
}

/** Different values of a schema, from one end of its range to the other; the same ones on every run. */
export function valuesOf(schema: Schema): unknown[] {
  if (schema.const !== undefined) return [schema.const]
  if (schema.enum) return [...schema.enum]
  switch (schema.type) {
    case 'integer':
      return integers(schema)
    case 'boolean':
      return [true, false]
    case 'string':
      return strings(schema)
    case 'array':
      return lists(schema)
    default:
      return objects(schema)
  }
}

function integers({ minimum = 0, maximum = minimum + 1_000_000 }: Schema): number[] {
  return [...new Set([minimum, Math.floor((minimum + maximum) / 2), maximum])]
}

/** Lookaheads are more than fast-check generates from; what they forbid is filtered out. */
function strings({
  pattern = '^[a-z]{3,8}$',
  examples = [],
  minLength = 0,
  maxLength = 60,
}: Schema): string[] {
  const plain = pattern.replaceAll(/\(\?[!=][^)]*\)/g, '')
  const drawn = fc.sample(fc.stringMatching(new RegExp(plain === '^' ? '^[a-z]{3,8}:[a-z]{3,8}$' : plain)), {
    seed: 11,
    numRuns: 20,
  })
  const fits = (text: string) =>
    new RegExp(pattern).test(text) && text.length >= minLength && text.length <= maxLength
  return [...new Set([...examples.map(String), ...drawn.filter(fits).slice(0, 2)])]
}

function lists({ items = {}, minItems = 0, maxItems = 3 }: Schema): unknown[][] {
  const all = valuesOf(items)
  const [first, second] = all
  return [[first], [second], [first, second]].filter(
    (list) => list.length >= minItems && list.length <= maxItems && list.every((item) => item !== undefined),
  )
}

/** The requirements on an object by the first values; and the same by the second ones. */
function objects({ properties = {}, patternProperties = {}, required = [] }: Schema): object[] {
  const [key, value] = Object.entries(patternProperties)[0] ?? []
  if (key !== undefined && value) {
    const names = strings({ type: 'string', pattern: key })
    return names.flatMap((name) => valuesOf(value).map((one) => ({ [name]: one })))
  }
  return [0, 1].map((index) =>
    Object.fromEntries(
      Object.entries(properties)
        .filter(([name]) => required.includes(name))
        .map(([name, child]) => {
          const values = valuesOf(child)
          return [name, values[Math.min(index, values.length - 1)]]
        }),
    ),
  )
}

/** A copy of a value with another one at a path; `undefined` takes the field out. @throws when a parent is missing */
export function withValue<T>(spec: T, path: OptionalField['path'], value: unknown): T {
  const copy = structuredClone(spec) as Record<string | number, unknown>
  let at = copy
  for (const key of path.slice(0, -1)) {
    const next = at[key]
    if (typeof next !== 'object' || next === null) throw new Error(`nothing holds ${path.join('.')}`)
    at = next as Record<string | number, unknown>
  }
  const last = path.at(-1) ?? ''
  if (value === undefined) delete at[last]
  else at[last] = value
  return copy as T
}
