import type { CrdSources } from '../kube/component.ts'
import { type CrdFile, findKinds } from './crds.ts'
import { apiVersion, parseKind } from './kinds.ts'
import { narrow } from './narrow.ts'
import { withoutDescriptions } from './schema.ts'
import { crdType } from './typescript.ts'

/** From `charts/platform/<name>/kinds/<group>/`. */
const metadata = '../../../../../lib/kube/types/kubernetes.ts'

/**
 * Types, closed schemas and resources of the kinds that a component declares, by their paths in its folder. Throws an
 * error that names each kind without a CRD.
 *
 * @param file path of its `crds.ts`, for errors
 */
export async function componentKinds(
  sources: CrdSources,
  crds: readonly CrdFile[],
  file: string,
): Promise<[path: string, text: string][]> {
  const declared = Object.values(sources).flatMap(({ kinds = {} }) => Object.entries(kinds))
  if (declared.length === 0) return []
  const narrowings = new Map(declared.map(([id, narrowing]) => [parseKind(id), narrowing]))
  const out: [string, string][] = []
  const resources: [string, unknown][] = []
  for (const [kind, { schema, plural, scope }] of findKinds(crds, [...narrowings.keys()], file)) {
    const id = `${apiVersion(kind)} ${kind.kind}`
    const narrowed = narrow(schema, narrowings.get(kind) ?? {}, `${file}: ${id}`)
    const path = `kinds/${kind.group}/${kind.kind}-${kind.version}`
    out.push([`${path}.json`, `${JSON.stringify(withoutDescriptions(narrowed))}\n`])
    out.push([`${path}.ts`, await crdType(narrowed, kind.kind, metadata)])
    resources.push([id, { plural, scope }])
  }
  const sorted = Object.fromEntries(resources.sort(([a], [b]) => (a < b ? -1 : 1)))
  return [...out, ['kinds/resources.json', `${JSON.stringify(sorted, undefined, 2)}\n`]]
}
