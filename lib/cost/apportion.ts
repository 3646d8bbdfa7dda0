import type { CostLine, Service, ShareKey } from './line.ts'
import type { Member } from './member.ts'

/** A tenant's part of the bill by service, USD a month: its own lines and its share of common ones. */
export interface Parts {
  readonly own: ReadonlyMap<Service, number>
  readonly shared: ReadonlyMap<Service, number>
}

/** Groups of tenants that share lines, by the name that a line's payer gives. */
export type Groups = ReadonlyMap<string, readonly Member[]>

/**
 * Splits lines over tenants. Lines that nobody pays, and shared ones whose group has no weight, stay unallocated, so
 * that parts and the rest always sum to the bill.
 */
export function apportion(
  lines: readonly CostLine[],
  groups: Groups,
): { readonly parts: ReadonlyMap<string, Parts>; readonly unallocatedUsdPerMonth: number } {
  const parts = new Map<string, { own: Map<Service, number>; shared: Map<Service, number> }>()
  const add = (id: string, side: 'own' | 'shared', service: Service, usd: number) => {
    const part = parts.get(id) ?? { own: new Map(), shared: new Map() }
    part[side].set(service, (part[side].get(service) ?? 0) + usd)
    parts.set(id, part)
  }
  let unallocatedUsdPerMonth = 0
  for (const { payer, service, usdPerMonth } of lines) {
    if (payer.kind === 'tenant') {
      add(payer.id, 'own', service, usdPerMonth)
      continue
    }
    const members = payer.kind === 'shared' ? (groups.get(payer.among) ?? []) : []
    const weigh = payer.kind === 'shared' ? weights[payer.by] : () => 0
    const all = members.reduce((sum, one) => sum + weigh(one), 0)
    if (all === 0) unallocatedUsdPerMonth += usdPerMonth
    else for (const one of members) add(one.id, 'shared', service, (usdPerMonth * weigh(one)) / all)
  }
  return { parts, unallocatedUsdPerMonth }
}

const weights: Record<ShareKey, (member: Member) => number> = {
  users: (member) => member.users,
  connections: (member) => (member.databaseKind === 'shared' ? member.connections : 0),
  'database-gib': (member) => (member.databaseKind === 'shared' ? member.databaseGiB : 0),
  equal: (member) => (member.cacheKind === 'shared' ? 1 : 0),
}
