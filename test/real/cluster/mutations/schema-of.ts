import { readFileSync } from 'node:fs'
import { kindsInUse, schemaFile } from '../../../../lib/kube/kinds-in-use.ts'
import type { KubeObject } from '../../../../lib/kube/object.ts'

/** A schema as far as a mutation reads it. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: Schema | boolean
  readonly required?: readonly string[]
  readonly items?: Schema
}

const builtIn = JSON.parse(
  readFileSync(new URL('../../../../lib/kube/schemas/kubernetes.json', import.meta.url), 'utf8'),
) as { definitions: Readonly<Record<string, Schema>> }

/** The schema of a kind, as imported; undefined for claims, whose definitions are in dist. */
export function schemaOf({ apiVersion, kind }: KubeObject): Schema | undefined {
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : ''
  if (!group.includes('.') || group.endsWith('.k8s.io')) return builtIn.definitions[kind]
  const id = `${apiVersion} ${kind}`
  if (!kindsInUse.has(id)) return undefined
  return JSON.parse(readFileSync(schemaFile(id), 'utf8')) as Schema
}

/** The schema itself in place of a reference. */
export function resolved(schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1)
  return name === undefined ? schema : { ...builtIn.definitions[name], ...schema, $ref: undefined as never }
}

/** The schema of the value below a key. */
export function below(schema: Schema | undefined, key: string | number): Schema | undefined {
  if (!schema) return undefined
  const at = resolved(schema)
  if (typeof key === 'number') return at.items
  const named = at.properties?.[key]
  if (named) return named
  return typeof at.additionalProperties === 'object' ? at.additionalProperties : undefined
}
