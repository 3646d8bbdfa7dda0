import { kindsInUse } from '../../lib/kube/kinds-in-use.ts'
import type { KubeObject, Manifest } from '../../lib/kube/object.ts'
import type { ValidManifest, ValidObject } from '../../lib/verify/valid.ts'

/** Objects as a check reads them that runs after the schemas; the schemas are another test's. */
export function asValid(manifests: readonly Manifest[]): readonly ValidManifest[] {
  return manifests as readonly ValidManifest[]
}

/** One object as a check reads it that runs after the schemas. */
export function validObject(object: KubeObject): ValidObject {
  return object as ValidObject
}

/** One file as a check reads it that runs after the schemas. */
export function validManifest(manifest: Manifest): ValidManifest {
  return manifest as ValidManifest
}

/** The first version of a kind that is in use. */
export function versionOf(kind: string): string {
  const found = [...kindsInUse].find((id) => id.endsWith(` ${kind}`))
  if (!found) throw new Error(`${kind} is not among the kinds in use`)
  return found.slice(0, -kind.length - 1)
}
