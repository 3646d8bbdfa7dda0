import type { Refusal } from './report.ts'

/** Refused fields of one object that say the same. */
export interface RefusalGroup extends Omit<Refusal, 'path'> {
  /** The first of them, in the order of the report. */
  readonly path: string
  /** How many more there are. */
  readonly more: number
}

/** Sixteen subnets that cannot move are reported once: repetition would hide the other entries of the page. */
export function groupRefusals(refusals: readonly Refusal[]): RefusalGroup[] {
  const groups = new Map<string, RefusalGroup>()
  for (const refusal of refusals) {
    const { by, kind, name, why, clusters, tenants } = refusal
    const key = JSON.stringify([by, kind, name, why, clusters, tenants])
    const known = groups.get(key)
    groups.set(key, known ? { ...known, more: known.more + 1 } : { ...refusal, more: 0 })
  }
  return [...groups.values()]
}

/** The refused fields in words. */
export function refusedFields({ path, more }: Pick<RefusalGroup, 'path' | 'more'>): string {
  if (more === 0) return path
  return `${path} and ${more} more field${more === 1 ? '' : 's'}`
}
