import { render } from '../../../lib/findings/render.ts'
import kinds from '../../../lib/kube/kinds.json' with { type: 'json' }
import type { KubeObject } from '../../../lib/kube/object.ts'
import { verifySchema } from '../../../lib/verify/schema.ts'

const known: ReadonlySet<string> = new Set(kinds)

/**
 * What is wrong with objects that a composition made, each against the closed schema of its kind; of what is written
 * into a cluster also the object within, where its kind is one of ours. What is only read there is whole elsewhere.
 */
export function schemaFindings(objects: readonly KubeObject[]): string[] {
  const all = [...objects, ...objects.flatMap(within)]
  return verifySchema({ path: 'rendered', objects: all })
    .map(render)
    .map(({ field, why }) => `${field}: ${why}`)
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
  return !read && known.has(`${manifest.apiVersion} ${manifest.kind}`) ? [manifest] : []
}
