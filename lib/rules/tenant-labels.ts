import type { TenantFile } from './fleet.ts'
import { fold } from './look-alike.ts'

/**
 * The tenants whose names a label below the platform's domain carries.
 *
 * @returns a function from a label and the tenant that wants it to another tenant that people would take it for: one with
 * that id, with an id that looks like it, or with an id that the label begins or ends with. Of ids that the label begins
 * with, the longest decides: `acme-labs-eu` is a label of `acme-labs`, not of `acme`.
 */
export function tenantLabels(
  tenants: readonly TenantFile[],
): (label: string, own: string) => TenantFile | undefined {
  const byFold = new Map<string, TenantFile[]>()
  const joined = new Map<string, TenantFile[]>()
  const add = (map: Map<string, TenantFile[]>, key: string, one: TenantFile) =>
    map.set(key, [...(map.get(key) ?? []), one])
  for (const one of tenants) {
    const folded = fold(one.spec.id)
    add(byFold, folded, one)
    add(joined, folded.replaceAll('-', ''), one)
  }
  return (label, own) => {
    const words = fold(label).split('-')
    const lengths = words.map((_, index) => words.length - index)
    for (const length of lengths) {
      const found = byFold.get(words.slice(0, length).join('-')) ?? []
      if (found.some(({ spec }) => spec.id === own && begins(label, own))) {
        // Of two ids that look alike, the first in order keeps its name.
        return label === own ? found.find(({ spec }) => spec.id < own) : undefined
      }
      if (found[0]) return found[0]
    }
    const ends = lengths.map((length) => words.slice(-length).join('-'))
    return [...ends.map((end) => byFold.get(end)), joined.get(words.join(''))]
      .flatMap((found) => found ?? [])
      .find(({ spec }) => spec.id !== own)
  }
}

function begins(label: string, id: string): boolean {
  return label === id || label.startsWith(`${id}-`)
}
