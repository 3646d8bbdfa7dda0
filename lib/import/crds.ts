import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { apiVersion, type Kind } from './kinds.ts'
import { asRoot } from './kubernetes.ts'
import { prune, type Schema } from './schema.ts'

interface Crd {
  readonly kind?: string
  readonly spec: {
    readonly group: string
    readonly names: { readonly kind: string }
    readonly versions: readonly {
      readonly name: string
      readonly schema: { readonly openAPIV3Schema: Schema }
    }[]
  }
}

/** Closed schemas of the wanted CRD kinds, found in files or folders of CRDs. Throws naming each that is missing. */
export function crdSchemas(sources: readonly string[], kinds: readonly Kind[]): Map<Kind, Schema> {
  const groups = new Set(kinds.map(({ group }) => group))
  const crds = sources.flatMap(files).flatMap((file) => readCrds(file, groups))
  const found = new Map<Kind, Schema>()
  for (const kind of kinds) {
    const version = crds
      .find(({ spec }) => spec.group === kind.group && spec.names.kind === kind.kind)
      ?.spec.versions.find(({ name }) => name === kind.version)
    if (version) found.set(kind, withMetadata(asRoot(prune(version.schema.openAPIV3Schema), kind)))
  }
  const missing = kinds.filter((kind) => !found.has(kind)).map((kind) => `${apiVersion(kind)} ${kind.kind}`)
  if (missing.length > 0)
    throw new Error(`no CRD for ${missing.join(', ')} in ${sources.join(', ') || 'no --crds'}`)
  return found
}

function files(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => join(path, name))
}

function readCrds(file: string, groups: ReadonlySet<string>): Crd[] {
  const text = readFileSync(file, 'utf8')
  // Most files of a folder are of other groups; parsing them all takes a minute.
  if (![...groups].some((group) => text.includes(`group: ${group}`))) return []
  return parseAllDocuments(text)
    .map((document) => document.toJS() as Crd | null)
    .filter((crd): crd is Crd => crd?.kind === 'CustomResourceDefinition')
}

/** The API server checks metadata itself; the CRD's own `metadata: object` would hide unknown fields. */
function withMetadata(schema: Schema): Schema {
  return {
    ...schema,
    properties: { ...schema.properties, metadata: { $ref: 'kubernetes.json#/definitions/ObjectMeta' } },
  }
}
