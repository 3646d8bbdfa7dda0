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
 * Takes away the breaches that a reason excuses in a DaemonSet: what works on its node needs a folder of it, and root's
 * are root's. Nothing else is excused, and nobody but a DaemonSet.
 */
export function excused(object: KubeObject, breaches: readonly Breach[]): Breach[] {
  if (object.kind !== 'DaemonSet' || !hasReason(object)) return [...breaches]
  return breaches.filter(
    ({ field, why }) =>
      !/\.securityContext\.runAs(NonRoot|User)$/.test(field) && !why.startsWith('hostPath is not a volume'),
  )
}
