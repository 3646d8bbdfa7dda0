import type { KubeObject } from '../../lib/kube/object.ts'
import { diffUnit, type ObjectChange, type Unit } from '../../lib/plan/objects.ts'

/** An object for plans; fields as in YAML. */
export function thing(apiVersion: string, kind: string, name: string, rest: object = {}): KubeObject {
  const { metadata, ...fields } = rest as { metadata?: object }
  return { apiVersion, kind, metadata: { name, namespace: 'tenant-acme', ...metadata }, ...fields }
}

/** Changes between two sides of a unit, by default a tenant's. */
export function changesOf(
  before: readonly KubeObject[],
  after: readonly KubeObject[],
  unit: Unit = { cluster: 'us-east-1', tenant: 'acme' },
): ObjectChange[] {
  return diffUnit(unit, before, after)
}

/** The one change between two versions of an object. */
export function updateOf(before: KubeObject, after: KubeObject): ObjectChange {
  const [change, ...more] = changesOf([before], [after])
  if (!change || more.length > 0) throw new Error('not one change')
  return change
}
