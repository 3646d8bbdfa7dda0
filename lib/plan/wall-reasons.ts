import { foldWhere } from './fold.ts'
import type { Reason, WallChange } from './report.ts'

/** Statements that a reason names; the section lists all of them. */
const named = 4
const longest = 120

/** One reason for each wall, grade and group of tenants, with its first statements and all its clusters. */
export function wallReasons(changes: readonly WallChange[]): Reason[] {
  const groups = new Map<string, WallChange[]>()
  for (const change of changes) {
    const { wall, title, grade, clusters, tenants } = change
    // Shared objects of two clusters are two subjects; a tenant's are one.
    const key = JSON.stringify([wall, title, grade, tenants, tenants.length > 0 ? [] : clusters])
    groups.set(key, [...(groups.get(key) ?? []), change])
  }
  const reasons = [...groups.values()].flatMap((group): Reason[] => {
    const [first] = group
    if (!first) return []
    const texts = [...new Set(group.map(statementText))]
    const more = texts.length - named
    const list = [...texts.slice(0, named), ...(more > 0 ? [`${more} more, see Walls`] : [])].join('; ')
    const { wall, title, grade, tenants } = first
    const clusters = [...new Set(group.flatMap((one) => one.clusters))].sort()
    return [{ grade, code: `wall-${wall}`, what: `${title}: ${list}`, clusters, tenants }]
  })
  return foldWhere(reasons)
}

/** Object and difference, in at most a line. */
function statementText(change: WallChange): string {
  const object = `${change.kind.split('/').at(-1)}/${change.name}`
  const flat = `${object} ${differenceText(change)}`
  return flat.length > longest ? `${flat.slice(0, longest - 1)}…` : flat
}

/** A difference of a statement: `+` it is new, `−` it is removed, else both values. */
export function differenceText({ statement, before, after }: WallChange): string {
  const text = (value: string) => (statement.endsWith(value) ? '' : ` ${value}`)
  return before === undefined
    ? `+ ${statement}${text(after ?? '')}`
    : after === undefined
      ? `− ${statement}${text(before)}`
      : `${statement} ${before} → ${after}`
}
