import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { apiVersion, type Kind } from './kinds.ts'
import { asRoot } from './kubernetes.ts'
import { describedBy, prune, type Schema, withoutDescriptions } from './schema.ts'

/** The part of a CRD that types and schemas are made of. */
export interface CrdFile {
  readonly kind?: string
  readonly spec: {
    readonly group: string
    readonly names: { readonly kind: string; readonly plural: string }
    readonly scope: 'Namespaced' | 'Cluster'
    readonly versions: readonly {
      readonly name: string
      readonly schema: { readonly openAPIV3Schema: Schema }
    }[]
  }
}

/** The facts about a kind in its CRD. */
export interface Crd {
  /** With the descriptions of every source. */
  readonly schema: Schema
  /** Schema of the status, which the controller writes. A composition may read these fields. */
  readonly status: Schema
  /** Name in URLs and RBAC. */
  readonly plural: string
  readonly scope: 'Namespaced' | 'Cluster'
}

/**
 * Finds the wanted CRD kinds in files or folders of CRDs, and closes their schemas. The first CRD of a kind defines its
 * fields; later ones only add descriptions. Throws an error that names each missing kind.
 */
export function readKinds(sources: readonly string[], kinds: readonly Kind[]): Map<Kind, Crd> {
  const groups = new Set(kinds.map(({ group }) => group))
  const crds = sources.flatMap(files).flatMap((file) => readCrds(file, groups))
  return findKinds(crds, kinds, sources.join(', ') || 'no --crds')
}

/** Like {@link readKinds}, in CRDs that were read before. `where` names their source in the error. */
export function findKinds(crds: readonly CrdFile[], kinds: readonly Kind[], where: string): Map<Kind, Crd> {
  const found = new Map<Kind, Crd>()
  for (const kind of kinds) {
    const [first, ...others] = crds.filter(
      ({ spec }) => spec.group === kind.group && spec.names.kind === kind.kind,
    )
    const schema = first && versionSchema(first, kind)
    if (!schema) continue
    const described = others.reduce(
      (one, other) => describedBy(one, versionSchema(other, kind) ?? {}),
      schema,
    )
    const { spec } = first
    found.set(kind, {
      schema: withMetadata(asRoot(prune(described), kind)),
      status: withoutDescriptions(prune(schema.properties?.['status'] ?? {})),
      plural: spec.names.plural,
      scope: spec.scope,
    })
  }
  const missing = kinds.filter((kind) => !found.has(kind)).map((kind) => `${apiVersion(kind)} ${kind.kind}`)
  if (missing.length > 0) throw new Error(`no CRD for ${missing.join(', ')} in ${where}`)
  return found
}

function versionSchema({ spec }: CrdFile, kind: Kind): Schema | undefined {
  return spec.versions.find(({ name }) => name === kind.version)?.schema.openAPIV3Schema
}

function files(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ya?ml|json)$/.test(name))
    .sort()
    .map((name) => join(path, name))
}

function readCrds(file: string, groups: ReadonlySet<string>): CrdFile[] {
  const text = readFileSync(file, 'utf8')
  // Most files of a folder belong to other groups. Parsing all of them takes a minute.
  if (![...groups].some((group) => text.includes(group))) return []
  const documents = file.endsWith('.json')
    ? [JSON.parse(text) as CrdFile]
    : parseAllDocuments(text).map((document) => document.toJS() as CrdFile | null)
  return documents.filter((crd): crd is CrdFile => crd?.kind === 'CustomResourceDefinition')
}

/** The API server checks metadata itself. The CRD's own `metadata: object` would hide unknown fields. */
function withMetadata(schema: Schema): Schema {
  return {
    ...schema,
    properties: { ...schema.properties, metadata: { $ref: 'kubernetes.json#/definitions/ObjectMeta' } },
  }
}
