import { reasonAnnotation } from '../../findings/words/policy.ts'
import type { KubeObject } from '../../kube/object.ts'
import type { Breach } from './containers.ts'

/** Whether an object says why it breaks a rule. */
export function hasReason({ metadata }: KubeObject): boolean {
  return (metadata.annotations?.[reasonAnnotation] ?? '') !== ''
}

/**
 * Takes away the breaches that a reason excuses in a DaemonSet: what works on its node needs a folder of it, and root's
 * are root's. Nothing else is excused, and nobody but a DaemonSet.
 */
export function excused(object: KubeObject, breaches: readonly Breach[]): Breach[] {
  if (object.kind !== 'DaemonSet' || !hasReason(object)) return [...breaches]
  return breaches.filter(
    ({ facts }) =>
      facts.problem !== 'root-allowed' &&
      facts.problem !== 'root-user' &&
      !(facts.problem === 'volume-type' && facts.type === 'hostPath'),
  )
}
