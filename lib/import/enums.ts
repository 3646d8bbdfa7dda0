import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { mapValues, type Schema } from './schema.ts'

/** Values that each field of a definition may have, by `<group>_<version>_<Definition>` and field. */
export type Enums = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>

const file = 'pkg/generated/openapi/zz_generated.openapi.go'

/**
 * Reads the enums of built-in kinds out of the code from which the API server makes the OpenAPI that it serves: the
 * published swagger.json leaves them out.
 *
 * @see https://github.com/kubernetes/kubernetes hack/update-openapi-spec.sh, `OpenAPIEnums=false`
 */
export function kubernetesEnums(folder: string): Enums {
  const found = new Map<string, Map<string, readonly string[]>>()
  let definition = ''
  let field = ''
  for (const line of readFileSync(join(folder, file), 'utf8').split('\n')) {
    const start = /^func schema_(\w+)\(/.exec(line)?.[1]
    if (start) definition = start.replace(/^k8sio_api_|^pkg_apis_/, '')
    const named = /^\t{5}"([^"]+)": \{$/.exec(line)?.[1]
    if (named) field = named
    const values = /^\t+Enum: +\[\]interface\{\}\{(.*)\},$/.exec(line)?.[1]
    if (values === undefined) continue
    const fields = found.get(definition) ?? new Map<string, readonly string[]>()
    found.set(definition, fields.set(field, JSON.parse(`[${values}]`) as string[]))
  }
  if (found.size === 0) throw new Error(`${join(folder, file)} has no enums`)
  return found
}

/**
 * The schema of a definition with the enums of its fields, or of the items of those that are lists.
 *
 * @param name `io.k8s.api.core.v1.Container`
 */
export function withEnums(schema: Schema, name: string, enums: Enums): Schema {
  const fields = enums.get(name.replace(/^.*\.(?:api|apis)\./, '').replaceAll('.', '_'))
  if (!fields) return schema
  const properties = mapValues(schema.properties ?? {}, (property, field): Schema => {
    const values = fields.get(field)
    if (!values) return property
    return property.items
      ? { ...property, items: { ...property.items, enum: values } }
      : { ...property, enum: values }
  })
  return { ...schema, properties }
}
