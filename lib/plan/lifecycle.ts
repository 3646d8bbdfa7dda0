import { areas } from '../catalog/regions.ts'
import { error, type Finding } from '../findings/finding.ts'
import type { TenantSpec } from '../spec/index.ts'
import type { SpecPair } from './tenants.ts'

/** States of a tenant; `absent` has no file. */
export type State = NonNullable<TenantSpec['state']> | 'absent'

/**
 * What a pull request may do to a tenant's state. Two steps lie between a tenant that works and one that is gone, so
 * that no single merge deletes what people use; a tenant that was told to leave comes back by way of `suspended`,
 * where its data can be looked at before anyone signs in. A tenant that is deleted keeps its file for one more merge:
 * Argo CD reads the hook that exports it from there.
 */
export const legalSteps: Readonly<Record<State, readonly State[]>> = {
  absent: ['active', 'suspended'],
  active: ['suspended', 'offboarding'],
  suspended: ['active', 'offboarding'],
  offboarding: ['suspended', 'deleted'],
  deleted: ['absent'],
}

/** Steps of tenants that the state machine refuses: findings on the tenants' files. */
export function checkLifecycle(pairs: readonly SpecPair[]): Finding[] {
  const renamed = renames(pairs)
  return pairs.flatMap((pair) => {
    const was = stateOf(pair.before)
    const is = stateOf(pair.after)
    const to = renamed.get(pair)
    if (to) return [error('lifecycle', { file: pair.file, field: 'id' }, { problem: 'renamed', id: to.id })]
    if (was !== is && !legalSteps[was].includes(is)) return [jumpFinding(pair.file, was, is)]
    return pair.before && pair.after ? relocations(pair.file, pair.before, pair.after) : []
  })
}

function stateOf(spec: TenantSpec | undefined): State {
  return spec ? (spec.state ?? 'active') : 'absent'
}

function jumpFinding(file: string, was: State, is: State): Finding {
  if (is === 'absent') return error('lifecycle', { file }, { problem: 'file-deleted', was })
  const at = { file, field: 'state' }
  if (was === 'absent') return error('lifecycle', at, { problem: 'start', is })
  if (was === 'deleted') return error('lifecycle', at, { problem: 'revived', is })
  return error('lifecycle', at, { problem: 'jump', was, is })
}

const anyInArea = 'the area of its cell'

/** Fields that say where a tenant's data is: a change leaves the data where it was. */
const relocating = [
  { field: 'cell', fallback: '' },
  { field: 'database', fallback: 'shared' },
  { field: 'residency', fallback: anyInArea },
] as const

/** A tenant that names no area is promised that of its cell, which the rule on residency holds it to. */
function isArea(value: string): boolean {
  return value === anyInArea || areas.some((area) => area === value)
}

function relocations(file: string, before: TenantSpec, after: TenantSpec): Finding[] {
  const paused = stateOf(before) === 'suspended' && stateOf(after) === 'suspended'
  if (paused) return []
  return relocating.flatMap(({ field, fallback }) => {
    const [was, is] = [before[field] ?? fallback, after[field] ?? fallback]
    if (was === is || [was, is].every(isArea)) return []
    const states = { stateBefore: stateOf(before), stateAfter: stateOf(after) }
    return [error('lifecycle', { file, field }, { problem: 'moved', field, was, is, ...states })]
  })
}

/** A file that went and a file that came with the same hosts or the same fields: the same tenant by another name. */
function renames(pairs: readonly SpecPair[]): Map<SpecPair, TenantSpec> {
  const came = pairs.flatMap(({ before, after }) => (after && !before ? [after] : []))
  const found = new Map<SpecPair, TenantSpec>()
  for (const pair of pairs) {
    const { before, after } = pair
    if (!before || after || stateOf(before) === 'deleted') continue
    const twin = came.find((one) => sameTenant(before, one))
    if (twin) found.set(pair, twin)
  }
  return found
}

function sameTenant(before: TenantSpec, after: TenantSpec): boolean {
  if (before.hosts?.some((host) => after.hosts?.includes(host))) return true
  const rest = ({ id: _, ...fields }: TenantSpec) => JSON.stringify(Object.entries(fields).sort())
  return rest(before) === rest(after)
}
