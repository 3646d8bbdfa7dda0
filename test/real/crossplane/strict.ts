import { render } from '../../../lib/findings/render.ts'
import { kindsInUse } from '../../../lib/kube/kinds-in-use.ts'
import type { KubeObject } from '../../../lib/kube/object.ts'
import { verifySchema } from '../../../lib/verify/schema.ts'

/**
 * Errors in objects that a composition made, each against the closed schema of its kind. For an object that is written
 * into a cluster it also checks the inner object, if its kind is one of Paddock's. Objects that are only observed need
 * not be complete.
 */
export function schemaFindings(objects: readonly KubeObject[]): string[] {
  const all = [...objects.map(ofComposition), ...objects.flatMap(within)]
  return verifySchema({ path: 'rendered', objects: all })
    .map(render)
    .map(({ field, why }) => `${field}: ${why}`)
}

/** Metadata that Crossplane adds to everything that it composes, and that no chart may set. */
const added = new Set(['generateName', 'ownerReferences'])

function ofComposition(object: KubeObject): KubeObject {
  const own = Object.entries(object.metadata).filter(([field]) => !added.has(field))
  return { ...object, metadata: { name: object.metadata.name, ...Object.fromEntries(own) } }
}

/** The object that an `Object` writes. */
function within({ kind, ...object }: KubeObject): KubeObject[] {
  if (kind !== 'Object') return []
  const { forProvider, managementPolicies } = object['spec'] as {
    forProvider: { manifest: KubeObject }
    managementPolicies?: readonly string[]
  }
  const { manifest } = forProvider
  const read = managementPolicies?.join() === 'Observe'
  return !read && kindsInUse.has(`${manifest.apiVersion} ${manifest.kind}`) ? [manifest] : []
}
