import { servingRegion } from '../resolve/placement.ts'
import type { Fleet } from '../rules/fleet.ts'
import type { CompleteRegionalSpec } from '../spec/index.ts'
import { whereOf } from './fold.ts'
import type { ObjectChange } from './objects.ts'
import type { Failover, Promotion } from './report.ts'

/**
 * Cells that another region serves than before, by what clusters' files say: `servedFrom` that is added, removed or
 * names another region, and a cell that is no longer replicated to it.
 */
export function failoversOf(before: Fleet, after: Fleet): Failover[] {
  const old = new Map(regional(before).map((spec) => [spec.name, spec]))
  return regional(after).flatMap((now) => {
    const was = old.get(now.name)
    if (!was) return []
    return Object.keys(now.cells)
      .filter((cell) => Object.hasOwn(was.cells, cell))
      .flatMap((cell): Failover[] => {
        const [from, to] = [servingRegion(was, cell), servingRegion(now, cell)]
        if (from === to) return []
        const kind = to === now.region ? 'return' : 'failover'
        return [{ kind, cell, from, to, clusters: [now.name], tenants: tenantsOf(cell, before, after) }]
      })
  })
}

function regional({ clusters }: Fleet): CompleteRegionalSpec[] {
  return clusters.flatMap(({ spec }) => (spec.kind === 'regional' ? [spec] : []))
}

/**
 * Tenants with data in the cell, before or after: a tenant that leaves the cell in the same merge still has its data
 * there.
 */
function tenantsOf(cell: string, before: Fleet, after: Fleet): string[] {
  const ids = [before, after].flatMap(({ tenants }) =>
    tenants.filter(({ spec }) => spec.cell === cell && spec.state !== 'deleted').map(({ spec }) => spec.id),
  )
  return [...new Set(ids)].sort()
}

/** Claims of databases; each has a composition for every part that it plays in a failover. */
const databases: ReadonlySet<string> = new Set(['paddock.dev/PostgresDatabase', 'paddock.dev/TenantDatabase'])

/** Databases that are promoted, or no longer managed as promoted, by the composition that their claim names. */
export function promotionsOf(change: ObjectChange): Promotion[] {
  if (!databases.has(change.kind) || change.action !== 'update') return []
  const [was, is] = [change.before, change.after].map((side) => variantOf(side) === 'promoted')
  if (was === is) return []
  const { kind, name } = change
  return [{ change: is ? 'promoted' : 'looked-at', kind, name, ...whereOf(change) }]
}

/** `standby` of `postgresdatabases.standby.paddock.dev`. */
function variantOf(claim: ObjectChange['after']): string | undefined {
  const spec = claim?.['spec'] as { compositionRef?: { name?: unknown } } | undefined
  const parts = String(spec?.compositionRef?.name ?? '').split('.')
  return parts.length > 3 ? parts[1] : undefined
}
