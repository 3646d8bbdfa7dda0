import type { KubeObject } from '../../../lib/kube/object.ts'
import { steps } from '../../crossplane/field-path.ts'

interface Template {
  readonly name: string
  readonly patches?: readonly { readonly type: string; readonly fromFieldPath?: string }[]
}

/** Annotation by which Crossplane knows a composed resource. */
const resourceName = 'crossplane.io/composition-resource-name'

/** Name of a composed resource within its composition. */
export function nameOf(object: KubeObject): string {
  return object.metadata.annotations?.[resourceName] ?? ''
}

/**
 * A composed resource as its provider would leave it: ready, with a value in every field that the composition
 * reads from it. AWS is not asked: the values only have the right shape.
 */
export function observed(object: KubeObject, templates: readonly Template[]): KubeObject {
  const template = templates.find(({ name }) => name === nameOf(object))
  const seen = structuredClone(object) as KubeObject & { status?: Record<string, unknown> }
  seen.status = { conditions: [condition('Ready'), condition('Synced')] }
  const read = (template?.patches ?? []).flatMap((patch) =>
    patch.type === 'ToCompositeFieldPath' && patch.fromFieldPath ? [patch.fromFieldPath] : [],
  )
  for (const path of read) {
    if (!path.startsWith('status.')) continue
    put(seen, steps(path), value(object, path))
  }
  return seen
}

function condition(type: string) {
  return { type, status: 'True', reason: 'Available', lastTransitionTime: '2026-01-01T00:00:00Z' }
}

function value(object: KubeObject, path: string): string | number {
  const last = steps(path).at(-1) ?? ''
  if (last === 'latestVersion') return 1
  const place = `${object.kind.toLowerCase()}/${nameOf(object)}`
  if (/arn$/i.test(last)) return `arn:aws:${object.apiVersion.split('.')[0]}:us-east-1:111122223333:${place}`
  if (/account/i.test(last)) return '111122223333'
  return `${nameOf(object)}-${last}`.toLowerCase()
}

function put(target: Record<string, unknown>, [step = '', ...rest]: readonly string[], leaf: unknown): void {
  if (rest.length === 0) {
    target[step] = leaf
    return
  }
  target[step] ??= /^[0-9]+$/.test(rest[0] ?? '') ? [] : {}
  put(target[step] as Record<string, unknown>, rest, leaf)
}
