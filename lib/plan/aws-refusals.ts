import { forceNewFields } from '../catalog/force-new.ts'
import { diffFields, type FieldChange } from './fields.ts'
import { whereOf } from './fold.ts'
import { groupKind, type ObjectChange } from './objects.ts'
import { under } from './refusals.ts'
import type { Refusal } from './report.ts'

const byKind = new Map(forceNewFields.map(({ kind, fields }) => [kind, fields]))

/** A resource of a composition, as far as a plan looks at it. */
interface Composed {
  readonly name: string
  readonly base: { readonly apiVersion: string; readonly kind: string; readonly [field: string]: unknown }
  readonly patches?: readonly { readonly toFieldPath?: string }[]
}

/**
 * Changes that AWS would make by replacing the resource, and Crossplane therefore not at all: of managed resources, and
 * of the compositions that make them, where one line covers every resource made from it.
 */
export function awsRefusals(change: ObjectChange): Refusal[] {
  if (change.action !== 'update') return []
  if (change.kind === 'apiextensions.crossplane.io/Composition') return compositionRefusals(change)
  return refusals(change, change.kind, change.name, change.fields)
}

function compositionRefusals(change: ObjectChange): Refusal[] {
  const after = new Map(resources(change.after).map((one) => [one.name, one]))
  return resources(change.before).flatMap((before) => {
    const now = after.get(before.name)
    if (!now) return []
    const kind = groupKind(before.base)
    const fields = [...diffFields(before.base, now.base), ...patchedFields(before, now)]
    return refusals(change, kind, `${change.name} ${before.name}`, fields)
  })
}

/** The resources of every step of a composition that patches and transforms. */
export function resources(composition: ObjectChange['after']): readonly Composed[] {
  const { pipeline = [] } = (composition?.['spec'] ?? {}) as {
    pipeline?: readonly { input?: { resources?: readonly Composed[] } }[]
  }
  return pipeline.flatMap(({ input }) => input?.resources ?? [])
}

/** Fields that are patched otherwise than before: their values change, to what only the cluster knows. */
function patchedFields(before: Composed, after: Composed): FieldChange[] {
  const key = (patch: object) => JSON.stringify(patch)
  const [old, now] = [before.patches ?? [], after.patches ?? []]
  const differ = [
    ...old.filter((one) => !now.some((other) => key(one) === key(other))),
    ...now.filter((one) => !old.some((other) => key(one) === key(other))),
  ]
  return [...new Set(differ.flatMap(({ toFieldPath }) => toFieldPath ?? []))].map((path) => ({ path }))
}

function refusals(
  change: ObjectChange,
  kind: string,
  name: string,
  changed: readonly FieldChange[],
): Refusal[] {
  const prefix = 'spec.forProvider.'
  return changed.flatMap(({ path }) => {
    const fixed = byKind.get(kind)?.some((field) => under(path, prefix + field))
    if (!fixed) return []
    const why = 'AWS would replace the resource, so Crossplane leaves it as it is'
    return [{ by: 'aws' as const, kind, name, path: path.replace(prefix, ''), why, ...whereOf(change) }]
  })
}
