import { areas } from '../catalog/regions.ts'
import { error, type Finding } from '../findings/finding.ts'
import type { CompleteTenantSpec } from '../spec/index.ts'
import type { SpecPair } from './tenants.ts'

/** States of a tenant; `absent` has no file. */
export type State = CompleteTenantSpec['state'] | 'absent'

/**
 * Changes of a tenant's state that a pull request may make. Two merges are needed to delete a working tenant, so that
 * no single merge deletes data in use. A leaving tenant returns by way of `suspended`, so that operators can check its
 * data before anyone signs in. A tenant that is deleted keeps its file for one more merge: Argo CD reads the hook that
 * exports it from there.
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

function stateOf(spec: CompleteTenantSpec | undefined): State {
  return spec ? spec.state : 'absent'
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
const relocating = ['cell', 'database', 'residency'] as const

/** A tenant that names no area is promised that of its cell, which the rule on residency holds it to. */
function isArea(value: string): boolean {
  return value === anyInArea || areas.some((area) => area === value)
}

function placeOf(spec: CompleteTenantSpec, field: (typeof relocating)[number]): string {
  return field === 'residency' ? (spec.residency ?? anyInArea) : spec[field]
}

function relocations(file: string, before: CompleteTenantSpec, after: CompleteTenantSpec): Finding[] {
  const paused = stateOf(before) === 'suspended' && stateOf(after) === 'suspended'
  if (paused) return []
  return relocating.flatMap((field) => {
    const [was, is] = [placeOf(before, field), placeOf(after, field)]
    if (was === is || [was, is].every(isArea)) return []
    const states = { stateBefore: stateOf(before), stateAfter: stateOf(after) }
    return [error('lifecycle', { file, field }, { problem: 'moved', field, was, is, ...states })]
  })
}

/** A file that went and a file that came with the same hosts or the same fields: the same tenant by another name. */
function renames(pairs: readonly SpecPair[]): Map<SpecPair, CompleteTenantSpec> {
  const came = pairs.flatMap(({ before, after }) => (after && !before ? [after] : []))
  const found = new Map<SpecPair, CompleteTenantSpec>()
  for (const pair of pairs) {
    const { before, after } = pair
    if (!before || after || stateOf(before) === 'deleted') continue
    const twin = came.find((one) => sameTenant(before, one))
    if (twin) found.set(pair, twin)
  }
  return found
}

function sameTenant(before: CompleteTenantSpec, after: CompleteTenantSpec): boolean {
  if (before.hosts?.some((host) => after.hosts?.includes(host))) return true
  const rest = ({ id: _, ...fields }: CompleteTenantSpec) => JSON.stringify(Object.entries(fields).sort())
  return rest(before) === rest(after)
}
