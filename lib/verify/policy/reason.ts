import type { KubeObject } from '../../kube/object.ts'
import type { Breach } from './containers.ts'

/** Annotation that says why an object may break a rule; a person wrote it and a reviewer reads it. */
const annotation = 'paddock.dev/reason'

/** Whether an object says why it breaks a rule. */
export function hasReason({ metadata }: KubeObject): boolean {
  return (metadata.annotations?.[annotation] ?? '') !== ''
}

/** Said in remedies. */
export const reasonAnnotation = annotation

/**
 * Removes the breaches that a reason excuses in a DaemonSet: a program that manages its node needs a folder of the
 * node, and root owns such folders. It excuses no other breach and no other kind.
 */
export function excused(object: KubeObject, breaches: readonly Breach[]): Breach[] {
  if (object.kind !== 'DaemonSet' || !hasReason(object)) return [...breaches]
  return breaches.filter(
    ({ field, why }) =>
      !/\.securityContext\.runAs(NonRoot|User)$/.test(field) && !why.startsWith('hostPath is not a volume'),
  )
}
