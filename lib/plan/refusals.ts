import { type ImmutableFields, immutableFields } from '../catalog/immutable-fields.ts'
import type { FieldChange } from './fields.ts'
import { whereOf } from './fold.ts'
import type { ObjectChange } from './objects.ts'
import { parseQuantity } from './quantity.ts'
import type { Refusal } from './report.ts'

const byKind = new Map<string, ImmutableFields[]>()
for (const rule of immutableFields) byKind.set(rule.kind, [...(byKind.get(rule.kind) ?? []), rule])

/**
 * Changed fields that the API server keeps as they were: the sync fails until the object is made anew.
 *
 * @param own rules of kinds that Paddock defines itself, which the catalogue does not know
 */
export function kubernetesRefusals(change: ObjectChange, own: readonly ImmutableFields[] = []): Refusal[] {
  if (change.action !== 'update') return []
  const all = [...(byKind.get(change.kind) ?? []), ...own.filter(({ kind }) => kind === change.kind)]
  const rules = all.filter(({ onlyIf }) => onlyIf === undefined || change.before?.[onlyIf] === true)
  return change.fields.flatMap((field) => {
    const why = rules.map((rule) => refusedBy(rule, field, change)).find((one) => one !== undefined)
    if (why === undefined) return []
    return [
      {
        by: 'kubernetes' as const,
        kind: change.kind,
        name: change.name,
        path: field.path,
        why,
        ...whereOf(change),
      },
    ]
  })
}

function refusedBy(rule: ImmutableFields, field: FieldChange, { before }: ObjectChange): string | undefined {
  if (rule.grows?.some((path) => under(field.path, path))) {
    if (shrinks(field)) return 'it may grow and never shrink'
    const fixed = rule.growsWith !== undefined && valueAt(before, rule.growsWith) === ''
    return fixed ? `it cannot grow while ${rule.growsWith} is empty` : undefined
  }
  if (rule.except?.some((path) => under(field.path, path))) return undefined
  if (rule.setOnce?.some((path) => under(field.path, path)) && field.before === undefined) return undefined
  // A whole map that came or went takes the field with it.
  return rule.fields.some((path) => under(field.path, path) || under(path, field.path))
    ? 'it cannot be changed after creation'
    : undefined
}

/** True if a path is a field or is below it. */
export function under(path: string, field: string): boolean {
  return path === field || path.startsWith(`${field}.`) || path.startsWith(`${field}[`)
}

function shrinks({ before, after }: FieldChange): boolean {
  const [was, is] = [parseQuantity(before), parseQuantity(after)]
  return was === undefined || is === undefined || is < was
}

function valueAt(object: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], object)
}
