import { mapValues } from './schema.ts'

type Json = Readonly<Record<string, unknown>>

/** A CRD as a file holds it. */
export interface CrdDocument {
  readonly apiVersion: string
  readonly kind: 'CustomResourceDefinition'
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> }
  readonly spec: { readonly versions: readonly Json[] } & Json
}

/** What holds schemas by name: a field that is called `description` is not a description. */
const namedSchemas = new Set(['properties', 'patternProperties', 'definitions'])
const words = new Set(['description', 'example', 'externalDocs', 'title'])

/**
 * A CRD without what the API server neither checks nor fills in: words for readers, labels of its authors' release, and
 * status. They are most of its bytes: Argo CD CRDs alone would be a fifth of what a directory may hold.
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
    // Values, not schemas: what a default says is kept to the letter.
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
