import type { PeopleChange, WallChange } from '../plan/report.ts'
import { differenceText } from '../plan/wall-reasons.ts'
import type { Line, PageOptions } from './plan-layout.ts'
import { line } from './plan-line.ts'
import { place } from './plan-lines.ts'

/** Statements of an object that a short page shows. */
const shortest = 20
/** Characters of a statement that a short page shows. */
const longest = 160

/** Differences of walls, those of one object together. */
export function wallLines(changes: readonly WallChange[], { fields }: PageOptions): Line[] {
  const objects = new Map<string, WallChange[]>()
  for (const change of [...changes].sort((a, b) => weight(a) - weight(b))) {
    const { title, grade, kind, name, clusters, tenants } = change
    const key = JSON.stringify([title, grade, kind, name, clusters, tenants])
    objects.set(key, [...(objects.get(key) ?? []), change])
  }
  const shown = Math.max(fields, shortest)
  return [...objects.values()].flatMap((group): Line[] => {
    const [first] = group
    if (!first) return []
    const text = `${first.title}: ${first.kind.split('/').at(-1)}/${first.name}${place(first)}`
    const details = group.slice(0, shown).map((change) => brief(differenceText(change), fields))
    const more = group.length > shown ? [`and ${group.length - shown} more`] : []
    return [line(first.grade === 'danger' ? 'danger' : 'review', text, [...details, ...more])]
  })
}

const weight = ({ grade }: WallChange) => (grade === 'danger' ? 0 : 1)

function brief(text: string, fields: number): string {
  return fields === Number.POSITIVE_INFINITY || text.length <= longest
    ? text
    : `${text.slice(0, longest - 1)}…`
}

/** People who are locked out, or share an identity, with the steps of the transition. */
export function peopleLine(change: PeopleChange): Line {
  const text = `${change.what}${place(change)}`
  return line(change.grade === 'danger' ? 'danger' : 'review', text, change.steps)
}
