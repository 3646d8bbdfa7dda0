import { anyKind, rules } from './rules/index.ts'
import { type Constraint, fields, formatKeyword, requiredFields, writtenByServer } from './strict/fields.ts'
import { rulesKeyword } from './strict/keywords.ts'

type Schema = Record<string, unknown>

interface Definition {
  required?: string[]
  readonly properties?: Record<string, Schema>
}

/**
 * Adds what the API server's code demands of built-in kinds and the published schemas leave out: a spec, the range of
 * numbers, the syntax of texts, and rules on several fields.
 *
 * @see https://github.com/kubernetes/kubernetes pkg/apis/<group>/validation
 */
export function tighten(definitions: Readonly<Record<string, Definition>>): void {
  for (const [kind, definition] of Object.entries(definitions)) {
    const { properties = {} } = definition
    const isKind = properties['kind'] !== undefined && properties['apiVersion'] !== undefined
    const hasSpec = properties['spec'] !== undefined && (isKind || templates.has(kind))
    if (hasSpec && kind !== 'Namespace') requireSpec(definition)
    limitNumbers(definition)
    for (const [field, constraint] of Object.entries(fields[kind] ?? {}))
      constrain(properties, field, constraint)
    require(definition, requiredFields[kind] ?? [])
    const named = [...(rules[kind] ? [kind] : []), ...(isKind ? [anyKind] : [])]
    if (named.length > 0) Object.assign(definition, { [rulesKeyword]: named })
  }
  for (const field of writtenByServer) delete definitions['ObjectMeta']?.properties?.[field]
  Object.assign(definitions['Quantity'] ?? {}, { [formatKeyword]: 'quantity' })
  Object.assign(definitions['IntOrString'] ?? {}, formats['int32'])
  Object.assign(definitions['Time'] ?? {}, { [formatKeyword]: 'time' })
  tightenSchemas(definitions)
}

/** In the schemas of CRDs, items have one schema; further fields have one, or are allowed. */
function tightenSchemas(definitions: Readonly<Record<string, object>>): void {
  Object.assign(definitions['CustomResourceSubresourceStatus'] ?? {}, {
    properties: {},
    additionalProperties: false,
  })
  const schema = { $ref: '#/definitions/JSONSchemaProps' }
  Object.assign(definitions['JSONSchemaPropsOrArray'] ?? {}, schema)
  Object.assign(definitions['JSONSchemaPropsOrBool'] ?? {}, { if: { type: 'boolean' }, else: schema })
}

function constrain(properties: Record<string, Schema>, field: string, constraint: Constraint): void {
  const known = properties[field]
  if (!known) return
  const { items, ...rest } = constraint
  const inner = items ? { items: { ...(known['items'] as Schema | undefined), ...(items as Schema) } } : {}
  properties[field] = { ...known, ...rest, ...inner }
}

const formats: Readonly<Record<string, Constraint>> = {
  int32: { minimum: -2_147_483_648, maximum: 2_147_483_647 },
  // Numbers above are not exact in JSON as JavaScript reads it; none of dist is near.
  int64: { minimum: -Number.MAX_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
  byte: { [formatKeyword]: 'base64' },
}

/** Adds the range that a format of numbers has, at every depth of a schema. */
export function limitNumbers(schema: unknown): void {
  if (typeof schema !== 'object' || schema === null) return
  for (const child of Object.values(schema)) limitNumbers(child)
  const { format, type } = schema as Schema
  if (typeof format !== 'string' || typeof type !== 'string') return
  for (const [keyword, value] of Object.entries(formats[format] ?? {}))
    if (!(keyword in schema)) Object.assign(schema, { [keyword]: value })
}

/** Parts of kinds that have a spec of their own. */
const templates = new Set(['JobTemplateSpec', 'PodTemplateSpec'])

/** Demands the spec of a kind, unless its schema knows none. */
export function requireSpec(schema: object): void {
  const definition = schema as Definition
  if (definition.properties?.['spec'] !== undefined) require(definition, ['spec'])
}

function require(definition: Definition, names: readonly string[]): void {
  if (names.length > 0) definition.required = [...new Set([...(definition.required ?? []), ...names])]
}
