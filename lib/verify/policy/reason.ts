import { reasonAnnotation } from '../../findings/words/policy.ts'
import type { KubeObject } from '../../kube/object.ts'
import type { Breach } from './containers.ts'

/** Whether an object says why it breaks a rule. */
export function hasReason({ metadata }: KubeObject): boolean {
  return (metadata.annotations?.[reasonAnnotation] ?? '') !== ''
}

/**
 * Removes the breaches that a reason excuses in a DaemonSet: a program that manages its node needs a folder of the
 * node, and root owns such folders. It excuses no other breach and no other kind.
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
