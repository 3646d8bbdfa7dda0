import { error, type Finding } from '../../findings/finding.ts'
import type { MalformedObject, ValidManifest } from '../valid.ts'
import { lookUp, type Made, madeBy } from './made.ts'
import { referencesOf } from './named.ts'
import { verifySelectors } from './selectors.ts'

/**
 * Everything that an object names exists in the same unit or among the shared objects of its cluster, or is made by one
 * of them; no object is in two files or has the name of a shared one.
 *
 * @param shared names from the platform's objects, see {@link madeBy}
 * @param malformed objects of the unit that their schemas refuse
 */
export function verifyReferences(
  manifests: readonly ValidManifest[],
  shared: Made = new Map(),
  malformed: readonly MalformedObject[] = [],
): Finding[] {
  const made = [madeBy(manifests, malformed), shared]
  return [
    ...verifyNames(manifests, made),
    ...verifyDuplicates(manifests, shared),
    // Pods and Secrets of a malformed object are not known: selectors and names would miss them.
    ...(malformed.length > 0 ? [] : verifySelectors(manifests)),
  ]
}

function verifyNames(manifests: readonly ValidManifest[], made: readonly Made[]): Finding[] {
  return manifests.flatMap(({ path, objects }) =>
    objects.flatMap((object) =>
      referencesOf(object).flatMap(({ field, kind, namespace, name, key }) => {
        const keys = lookUp(made, kind, namespace, name)
        const at = { file: `dist/${path}`, field: `${object.kind}/${object.metadata.name} ${field}` }
        const facts = { kind, namespace, name }
        // Argo CD's own namespace and projects are its installation's.
        if (kind === 'Namespace' && name === 'argocd') return []
        if (keys === undefined) return [error('reference', at, { problem: 'missing', ...facts })]
        return key === undefined || keys === 'any' || keys.has(key)
          ? []
          : [error('reference', at, { problem: 'key', key, ...facts })]
      }),
    ),
  )
}

function verifyDuplicates(manifests: readonly ValidManifest[], shared: Made): Finding[] {
  const seen = new Map<string, string>()
  return manifests.flatMap(({ path, objects }) =>
    objects.flatMap(({ apiVersion, kind, metadata }) => {
      const id = `${apiVersion} ${kind} ${metadata.namespace ?? ''}/${metadata.name}`
      const before = seen.get(id)
      seen.set(id, path)
      const at = { file: `dist/${path}`, field: `${kind}/${metadata.name}` }
      if (before !== undefined)
        return [error('duplicate', at, { problem: 'twice', otherFile: `dist/${before}` })]
      return shared.has(`${kind}/${metadata.namespace ?? ''}/${metadata.name}`)
        ? [error('duplicate', at, { problem: 'shared' })]
        : []
    }),
  )
}
