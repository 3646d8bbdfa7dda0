import { isRecord } from './record.ts'

/** The parts of a CRD's schema that say how CEL sees a value. */
export interface ValueSchema {
  readonly type?: string | readonly string[]
  readonly default?: unknown
  readonly properties?: Readonly<Record<string, ValueSchema>>
  readonly additionalProperties?: ValueSchema | boolean
  readonly items?: ValueSchema
}

/** Words of the language, which are no names of fields in it. */
const reserved = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
)
const symbols: Readonly<Record<string, string>> = { '.': 'dot', '-': 'dash', '/': 'slash', __: 'underscores' }

/**
 * The name by which a rule of a CRD calls a field: `namespace` is `__namespace__`, `a-b` is `a__dash__b`.
 *
 * @see https://kubernetes.io/docs/reference/using-api/cel/#escaping
 */
export function celName(field: string): string {
  if (reserved.has(field)) return `__${field}__`
  return field.replaceAll(/__|[./-]/g, (symbol) => `__${symbols[symbol]}__`)
}

/**
 * A value as the rules of a CRD see it: fields by their names in CEL, with the defaults that the server fills in before
 * it asks the rules; numbers of an integer field are integers, others are doubles.
 */
export function celValue(value: unknown, schema: ValueSchema = {}): unknown {
  if (typeof value === 'number') {
    const isDouble = schema.type === 'number' || !Number.isInteger(value)
    return isDouble ? value : BigInt(value)
  }
  if (Array.isArray(value)) return value.map((item) => celValue(item, schema.items))
  if (!isRecord(value)) return value
  const { properties = {}, additionalProperties } = schema
  const further = typeof additionalProperties === 'object' ? additionalProperties : undefined
  const given = Object.entries(value).map(([key, child]): [string, unknown] => {
    const own = properties[key]
    return own ? [celName(key), celValue(child, own)] : [key, celValue(child, further)]
  })
  const filled = Object.entries(properties)
    .filter(([key, child]) => value[key] === undefined && child.default !== undefined)
    .map(([key, child]): [string, unknown] => [celName(key), celValue(child.default, child)])
  return Object.fromEntries([...given, ...filled])
}
