/** The parts of JSON Schema that Kubernetes and its CRDs use. */
export interface Schema {
  $ref?: string
  type?: string | readonly string[]
  format?: string
  properties?: Record<string, Schema>
  additionalProperties?: Schema | boolean
  required?: readonly string[]
  items?: Schema
  tsType?: string
  definitions?: Record<string, Schema>
  [keyword: string]: unknown
}

/** Keywords that neither a type nor a check needs. */
const dropped = new Set([
  'title',
  'example',
  'examples',
  'externalDocs',
  'x-kubernetes-group-version-kind',
  'x-kubernetes-patch-merge-key',
  'x-kubernetes-patch-strategy',
  'x-kubernetes-unions',
  'x-kubernetes-map-type',
])

const keptExtensions = new Set([
  'x-kubernetes-list-map-keys',
  'x-kubernetes-list-type',
  'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-validations',
])

/**
 * Returns a structural schema, closed at every level with known fields. An unknown field is an error, as under strict
 * field validation. Descriptions remain, for the types.
 */
export function prune(schema: Schema): Schema {
  if (schema['x-kubernetes-int-or-string'] === true || schema.format === 'int-or-string') {
    const { description, pattern, default: preset } = schema
    return {
      type: ['integer', 'string'],
      ...(pattern === undefined ? {} : { pattern }),
      ...(preset === undefined ? {} : { default: preset }),
      ...(description === undefined ? {} : { description }),
    }
  }
  const out: Schema = {}
  for (const [keyword, value] of Object.entries(schema)) {
    if (dropped.has(keyword)) continue
    if (keyword.startsWith('x-') && !keptExtensions.has(keyword)) continue
    out[keyword] = pruneKeyword(keyword, value)
  }
  if (
    out.properties &&
    out.additionalProperties === undefined &&
    out['x-kubernetes-preserve-unknown-fields'] !== true
  ) {
    out.additionalProperties = false
  }
  // A schema for an embedded object does not list its fields; the server demands these.
  if (schema['x-kubernetes-embedded-resource'] === true) {
    delete out.additionalProperties
    out.required = [...new Set(['apiVersion', 'kind', ...(out.required ?? [])])]
  }
  return out
}

function pruneKeyword(keyword: string, value: unknown): unknown {
  if (keyword === 'properties' || keyword === 'definitions')
    return mapValues(value as Record<string, Schema>, prune)
  if (keyword === 'items') return prune(value as Schema)
  if (keyword === 'additionalProperties' && typeof value === 'object') return prune(value as Schema)
  if (keyword === 'x-kubernetes-validations') return (value as Record<string, unknown>[]).map(pruneRule)
  // allOf, anyOf, oneOf and not contain conditions on fields that are defined elsewhere. They stay unchanged.
  return value
}

function pruneRule(rule: Record<string, unknown>): Record<string, unknown> {
  const { rule: expression, message, messageExpression, optionalOldSelf } = rule
  return {
    rule: expression,
    ...(message === undefined ? {} : { message }),
    ...(messageExpression === undefined ? {} : { messageExpression }),
    ...(optionalOldSelf === undefined ? {} : { optionalOldSelf }),
  }
}

/** Returns the schema without descriptions: checks do not need them. */
export function withoutDescriptions({ description: _, ...schema }: Schema): Schema {
  return eachSchema(schema, withoutDescriptions)
}

/**
 * Returns the schema with each missing description filled in from another schema of the same kind. Fields of the other
 * schema alone are not added.
 */
export function describedBy(schema: Schema, other: Schema): Schema {
  const description = schema['description'] ?? other['description']
  return {
    ...eachSchema(schema, (child, path) => {
      const same = path.reduce<unknown>((at, step) => (at as Schema | undefined)?.[step], other)
      return isSchema(same) ? describedBy(child, same) : child
    }),
    ...(description === undefined ? {} : { description }),
  }
}

/** Returns the schema without defaults: a type does not need them. */
export function withoutDefaults({ default: _, ...schema }: Schema): Schema {
  return eachSchema(schema, withoutDefaults)
}

/** Returns the schema without lists of values. */
export function withoutEnums({ enum: _, ...schema }: Schema): Schema {
  return eachSchema(schema, withoutEnums)
}

/** Replaces the schemas directly below a schema. `path` is the child's path from its parent. */
export function eachSchema(schema: Schema, to: (child: Schema, path: readonly string[]) => Schema): Schema {
  const named = (keyword: 'properties' | 'definitions') =>
    schema[keyword]
      ? { [keyword]: mapValues(schema[keyword], (child, name) => to(child, [keyword, name])) }
      : {}
  const single = (keyword: 'items' | 'additionalProperties') =>
    isSchema(schema[keyword]) ? { [keyword]: to(schema[keyword], [keyword]) } : {}
  return {
    ...schema,
    ...named('properties'),
    ...named('definitions'),
    ...single('items'),
    ...single('additionalProperties'),
  }
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Returns a record with each value replaced and the keys in the same order. */
export function mapValues<A, B>(
  record: Readonly<Record<string, A>>,
  to: (value: A, key: string) => B,
): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, to(value, key)]))
}
