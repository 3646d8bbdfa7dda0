import type { KubeObject } from '../../../lib/kube/object.ts'
import { verifySchema } from '../../../lib/verify/schema.ts'

/** What is wrong with objects that a composition made, each against the closed schema of its kind. */
export function schemaFindings(objects: readonly KubeObject[]): string[] {
  return verifySchema({ path: 'rendered', objects }).map(({ field, why }) => `${field}: ${why}`)
}
