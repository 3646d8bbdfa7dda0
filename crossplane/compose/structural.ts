type Json = Record<string, unknown>

/**
 * Converts a TypeBox schema into a structural schema of OpenAPI v3 for CRDs: no `additionalProperties: false` beside
 * properties (the API server prunes, and rejects under strict validation), and `uniqueItems` as a set.
 */
export function structural(schema: object): Json {
  return convert(JSON.parse(JSON.stringify(schema)) as Json)
}

function convert(schema: Json): Json {
  const {
    additionalProperties,
    uniqueItems,
    properties,
    items,
    patternProperties,
    enum: values,
    ...rest
  } = schema
  return {
    ...rest,
    ...(Array.isArray(values) ? { type: 'string', enum: values } : {}),
    ...(properties ? { properties: mapValues(properties as Record<string, Json>, convert) } : {}),
    ...(items ? { items: convert(items as Json) } : {}),
    ...(patternProperties
      ? {
          type: 'object',
          additionalProperties: convert(Object.values(patternProperties as Record<string, Json>)[0] ?? {}),
        }
      : {}),
    ...(typeof additionalProperties === 'object' && additionalProperties !== null
      ? { additionalProperties: convert(additionalProperties as Json) }
      : {}),
    ...(uniqueItems === true ? { 'x-kubernetes-list-type': 'set' } : {}),
  }
}

function mapValues<A, B>(map: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]))
}
