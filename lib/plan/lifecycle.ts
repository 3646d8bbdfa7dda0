import { areas } from '../catalog/regions.ts'
import { error, type Finding } from '../spec/finding.ts'
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
    if (to) return [renameFinding(pair, to)]
    if (was !== is && !legalSteps[was].includes(is)) return [jumpFinding(pair.file, was, is)]
    return pair.before && pair.after ? relocations(pair.file, pair.before, pair.after) : []
  })
}

function stateOf(spec: CompleteTenantSpec | undefined): State {
  return spec ? spec.state : 'absent'
}

function jumpFinding(file: string, was: State, is: State): Finding {
  const finding = (field: string, why: string, remedy: string) => error('lifecycle', file, field, why, remedy)
  if (is === 'absent') {
    const why = `the file of a tenant that is ${was} is deleted; its data would go with it`
    const first = was === 'offboarding' ? 'deleted' : 'offboarding'
    return finding('', why, `put it back, set state to '${first}', and go on a pull request later`)
  }
  if (was === 'absent') {
    const why = `a tenant cannot begin as ${is}`
    return finding('state', why, 'leave state out, and offboard it once it has run')
  }
  const why = `a tenant that is ${was} cannot become ${is} at once`
  if (was === 'deleted') {
    const remedy = 'remove its file, onboard a tenant of another id, and restore the export into it'
    return finding('state', `${why}: Argo CD takes no deletion back`, remedy)
  }
  const first = is === 'deleted' ? `'offboarding', look at the export` : `'suspended', look at its data`
  return finding('state', why, `set state to ${first}, then to '${is}'`)
}

interface Relocation {
  readonly field: 'cell' | 'database' | 'residency'
  readonly what: string
}

const anyInArea = 'the area of its cell'

/** Fields that say where a tenant's data is: a change leaves the data where it was. */
const relocating: readonly Relocation[] = [
  { field: 'cell', what: 'its data stays in the cell that it leaves' },
  { field: 'database', what: 'its data stays in the database that it leaves' },
  { field: 'residency', what: 'copies of its data stay where they are' },
]

/** A tenant that names no area is promised that of its cell, which the rule on residency holds it to. */
function isArea(value: string): boolean {
  return value === anyInArea || areas.some((area) => area === value)
}

function placeOf(spec: CompleteTenantSpec, field: Relocation['field']): string {
  return field === 'residency' ? (spec.residency ?? anyInArea) : spec[field]
}

function relocations(file: string, before: CompleteTenantSpec, after: CompleteTenantSpec): Finding[] {
  const paused = stateOf(before) === 'suspended' && stateOf(after) === 'suspended'
  if (paused) return []
  return relocating.flatMap(({ field, what }) => {
    const [was, is] = [placeOf(before, field), placeOf(after, field)]
    if (was === is || [was, is].every(isArea)) return []
    const state = stateOf(before) === stateOf(after) ? `is ${stateOf(before)}` : `becomes ${stateOf(after)}`
    const why = `${field} changes from ${was} to ${is} while the tenant ${state}; ${what}`
    return [
      error('lifecycle', file, field, why, 'suspend the tenant first and follow "Move" in docs/lifecycle.md'),
    ]
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

function renameFinding({ file }: SpecPair, { id }: CompleteTenantSpec): Finding {
  const why = `the tenant is renamed to ${id}; every derived name (namespace, schema, secret) would change and its data stay behind`
  return error(
    'lifecycle',
    file,
    'id',
    why,
    'keep the id and change displayName, or onboard a new tenant beside it',
  )
}
