import { mapValues } from './schema.ts'

type Json = Readonly<Record<string, unknown>>

/** A CRD as it is in a file. */
export interface CrdDocument {
  readonly apiVersion: string
  readonly kind: 'CustomResourceDefinition'
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> }
  readonly spec: { readonly versions: readonly Json[] } & Json
}

/** Keys that hold schemas by name. A field that is called `description` there is not a description. */
const namedSchemas = new Set(['properties', 'patternProperties', 'definitions'])
const words = new Set(['description', 'example', 'externalDocs', 'title'])

/**
 * Removes everything from a CRD that the API server neither checks nor fills in: descriptions, release labels and its
 * own status. These are most of its bytes: the CRDs of Argo CD alone would be a fifth of the maximum size of a
 * directory.
 */
export function plainCrd({ apiVersion, kind, metadata, spec }: CrdDocument): CrdDocument {
  const { name, annotations } = metadata
  return {
    apiVersion,
    kind,
    metadata: { name, ...(annotations ? { annotations } : {}) },
    spec: { ...spec, versions: spec.versions.map(plainVersion) },
  }
}

function plainVersion(version: Json): Json {
  const { additionalPrinterColumns: columns, schema } = version
  return {
    ...version,
    ...(Array.isArray(columns) ? { additionalPrinterColumns: (columns as Json[]).map(withoutWords) } : {}),
    ...(isMap(schema) ? { schema: mapValues(schema, plainSchema) } : {}),
  }
}

function plainSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(plainSchema)
  if (!isMap(schema)) return schema
  return mapValues(withoutWords(schema), (value, keyword) => {
    if (namedSchemas.has(keyword)) return isMap(value) ? mapValues(value, plainSchema) : value
    // These are values, not schemas. A default is kept unchanged.
    return keyword === 'default' || keyword === 'enum' || keyword.startsWith('x-')
      ? value
      : plainSchema(value)
  })
}

function withoutWords(map: Json): Json {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !words.has(key)))
}

function isMap(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
