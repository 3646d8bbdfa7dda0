import { type CapacityScope, capacityScopes } from '../capacity/fleet.ts'
import { useOf } from '../capacity/use.ts'
import { assume } from '../cost/assumptions.ts'
import { usd } from '../cost/figure.ts'
import { fleetLines } from '../cost/fleet.ts'
import { type CostLine, services, spotTotal, total } from '../cost/line.ts'
import { memberOf } from '../cost/member.ts'
import type { Fleet, PlatformFleet } from '../rules/fleet.ts'
import { remember } from './memo.ts'
import type { CapacityChange, CostDelta } from './report.ts'

/** Changes of monthly costs and of limits by a change of specs; unchanged lines are omitted. */
export interface Figures {
  readonly cost: CostDelta
  readonly capacity: readonly CapacityChange[]
}

/**
 * Compares two fleets by today's prices, quotas and code: it does not show the effect of changed code on these figures.
 * The bill of a cluster whose tenants and file are the same is the same, so it is not made; limits are those of all
 * clusters, because a tenant also uses resources of its standby cluster and of the account.
 */
export function figures(before: PlatformFleet, after: PlatformFleet): Figures {
  const touched = touchedClusters(before, after)
  return {
    cost: costDelta(restrict(before, touched), restrict(after, touched)),
    capacity: capacityChanges(before, after, touched),
  }
}

function touchedClusters(before: Fleet, after: Fleet): ReadonlySet<string> {
  const key = (fleet: Fleet) =>
    new Map([...fleet.tenants, ...fleet.clusters].map(({ file, spec }) => [file, spec]))
  const [old, now] = [key(before), key(after)]
  const differs = (file: string) => old.get(file) !== now.get(file)
  const cells = new Set(
    [before, after].flatMap(({ tenants }) =>
      tenants.filter(({ file }) => differs(file)).map(({ spec }) => spec.cell),
    ),
  )
  return new Set(
    [before, after].flatMap(({ clusters }) =>
      clusters
        .filter(
          ({ file, spec }) =>
            differs(file) || ('cells' in spec && Object.keys(spec.cells).some((one) => cells.has(one))),
        )
        .map(({ spec }) => spec.name),
    ),
  )
}

function restrict({ tenants, clusters, platform }: PlatformFleet, names: ReadonlySet<string>): PlatformFleet {
  const kept = clusters.filter(({ spec }) => names.has(spec.name))
  const cells = new Set(kept.flatMap(({ spec }) => ('cells' in spec ? Object.keys(spec.cells) : [])))
  return { clusters: kept, tenants: tenants.filter(({ spec }) => cells.has(spec.cell)), platform }
}

/** In cents, as they are printed: less is rounding. */
function changes(one: { readonly beforeUsdPerMonth: number; readonly afterUsdPerMonth: number }): boolean {
  return usd(one.beforeUsdPerMonth) !== usd(one.afterUsdPerMonth)
}

function costDelta(before: Fleet, after: Fleet): CostDelta {
  const assumptions = assume()
  const member = remember(
    (tenant: Parameters<typeof memberOf>[0]['spec'], cluster: Parameters<typeof memberOf>[1]) =>
      memberOf({ file: `tenants/${tenant.id}.ts`, spec: tenant }, cluster, assumptions),
  )
  const lines = (fleet: Fleet) => fleetLines(fleet, assumptions, ({ spec }, cluster) => member(spec, cluster))
  const [old, now] = [lines(before), lines(after)]
  const changed = <K extends string>(names: readonly K[], of: (line: CostLine) => string | undefined) =>
    names
      .map((name) => {
        const named = (list: readonly CostLine[]) => list.filter((line) => of(line) === name)
        const spot = [old, now].some((list) => spotTotal(named(list)) > 0)
        return {
          name,
          beforeUsdPerMonth: total(named(old)),
          afterUsdPerMonth: total(named(now)),
          ...(spot ? { spot } : {}),
        }
      })
      .filter(changes)
  const clusters = [...new Set([...old, ...now].map(({ cluster }) => cluster))].sort()
  return {
    deltaUsdPerMonth: total(now) - total(old),
    clusters: changed(clusters, ({ cluster }) => cluster),
    services: changed(services, ({ service }) => service),
    tenants: tenantDeltas(old, now),
  }
}

/** Own lines of tenants; their shares of common ones move with every other tenant. */
function tenantDeltas(before: readonly CostLine[], after: readonly CostLine[]): CostDelta['tenants'] {
  const sums = (lines: readonly CostLine[]) => {
    const map = new Map<string, number>()
    for (const { payer, usdPerMonth } of lines)
      if (payer.kind === 'tenant') map.set(payer.id, (map.get(payer.id) ?? 0) + usdPerMonth)
    return map
  }
  const [old, now] = [sums(before), sums(after)]
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((name) => ({ name, beforeUsdPerMonth: old.get(name) ?? 0, afterUsdPerMonth: now.get(name) ?? 0 }))
    .filter(changes)
    .sort(
      (a, b) =>
        Math.abs(b.afterUsdPerMonth - b.beforeUsdPerMonth) -
          Math.abs(a.afterUsdPerMonth - a.beforeUsdPerMonth) || (a.name < b.name ? -1 : 1),
    )
}

/** So full that the next tenants are at stake, in percent. */
const nearlyFullPercent = 80

function capacityChanges(
  before: PlatformFleet,
  after: PlatformFleet,
  touched: ReadonlySet<string>,
): CapacityChange[] {
  const use = remember(useOf)
  const isTouched = ({ kind, name, cluster }: CapacityScope) => {
    const where = kind === 'cluster' ? name : cluster
    return where === undefined || touched.has(where)
  }
  const key = ({ kind, name }: CapacityScope) => `${kind} ${name}`
  const old = new Map(capacityScopes(before, use).map((scope) => [key(scope), scope]))
  return capacityScopes(after, use).flatMap((scope) => {
    const was = new Map(old.get(key(scope))?.resources.map((one) => [one.name, one]))
    return scope.resources.flatMap(({ name, used, limit, by, more }): CapacityChange[] => {
      const then = was.get(name)
      const percent = limit > 0 ? (100 * used) / limit : 100
      const same = then !== undefined && then.used === used && then.limit === limit
      if (same && (percent < nearlyFullPercent || !isTouched(scope))) return []
      return [
        {
          scope: `${scope.kind} ${scope.name}`,
          resource: name,
          beforeUsed: then?.used ?? 0,
          beforeLimit: then?.limit ?? 0,
          used,
          limit,
          percent,
          ...(more.median === undefined ? {} : { moreTenants: more.median }),
          by,
        },
      ]
    })
  })
}
