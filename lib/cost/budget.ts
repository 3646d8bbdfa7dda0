import { type BudgetLine, budget } from '../catalog/budget.ts'
import type { Fleet } from '../rules/fleet.ts'
import { tenantFile } from '../rules/tenant-file.ts'
import type { TenantSpec } from '../spec/index.ts'
import type { Assumptions } from './assumptions.ts'
import { usd } from './figure.ts'
import { type FleetCost, fleetCost, type TenantCost } from './fleet.ts'
import { type CostLine, type Service, services, spotTotal, total } from './line.ts'

/** One line of the budget against what the design costs at the budget's number of users. */
export interface BudgetRow {
  readonly line: BudgetLine
  readonly budgetUsd: number
  readonly usdPerMonth: number
  /** The cluster that serves, in its own region. */
  readonly servingUsd: number
  /** The second region: its cluster, its own cells, and replicas there. */
  readonly secondUsd: number
  readonly hubUsd: number
  readonly verdict: 'met' | 'over'
  /** Resources in the line, and the reason if it exceeds the budget. */
  readonly why: string
}

/** A tenant, or a tier, against the most that a user may cost. */
export interface UserRow {
  readonly name: string
  readonly tier: 'standard' | 'premium'
  readonly users: number
  readonly usdPerUser: number
  readonly limitUsd: number
  readonly verdict: 'met' | 'over'
  readonly why: string
}

/** The comparison with the budget. */
export interface BudgetReport {
  readonly users: number
  readonly rows: readonly BudgetRow[]
  /** Costs of the design for which the budget has no line. */
  readonly outside: readonly { readonly service: Service; readonly usdPerMonth: number }[]
  readonly budgetUsd: number
  readonly usdPerMonth: number
  /** Tiers at the budget's number of users, then the tenants that there are. */
  readonly tiers: readonly UserRow[]
  readonly tenants: readonly UserRow[]
}

/**
 * The tenants that the budget's users are spread over: four with every default, 25 users each, one of them premium.
 * They replace the present tenants in the first cell of the first region.
 */
export function referenceFleet(fleet: Fleet): Fleet {
  const first = fleet.clusters.flatMap(({ spec }) => (spec.kind === 'regional' ? [spec] : []))[0]
  const cell = Object.keys(first?.cells ?? {})[0]
  if (cell === undefined) return { clusters: fleet.clusters, tenants: [] }
  const contacts = { owner: 'owner@reference.example' }
  const specs: TenantSpec[] = [
    { id: 'reference-1', tier: 'standard', cell, contacts },
    { id: 'reference-2', tier: 'standard', cell, contacts },
    { id: 'reference-3', tier: 'standard', cell, contacts },
    { id: 'reference-4', tier: 'premium', cell, contacts },
  ]
  return { clusters: fleet.clusters, tenants: specs.map((spec) => tenantFile(`${spec.id} (default)`, spec)) }
}

/** Compares the design at the budget's number of users, and the tenants that there are, with the budget. */
export function compareBudget(fleet: Fleet, assume: Assumptions): BudgetReport {
  const reference = referenceFleet(fleet)
  const cost = fleetCost(reference, assume)
  const serving = cost.tenants[0]?.cluster ?? ''
  const hubs = new Set(fleet.clusters.flatMap(({ spec }) => (spec.kind === 'hub' ? [spec.name] : [])))
  const lines = Object.keys(budget.lines) as BudgetLine[]
  const inBudget: ReadonlySet<Service> = new Set(lines)
  return {
    users: budget.users,
    rows: lines.map((name) => row(name, cost, serving, hubs)),
    outside: services
      .filter((service) => !inBudget.has(service))
      .map((service) => ({ service, usdPerMonth: cost.services[service] ?? 0 })),
    budgetUsd: Object.values(budget.lines).reduce((sum, usd) => sum + usd, 0),
    usdPerMonth: cost.usdPerMonth,
    tiers: cost.tiers.flatMap(({ tier, users, usdPerUser }) =>
      usdPerUser === undefined ? [] : [userRow(`${tier} tenants`, tier, users, usdPerUser, '')],
    ),
    tenants: fleetCost(fleet, assume).tenants.flatMap((one) =>
      one.usdPerUser === undefined
        ? []
        : [userRow(one.id, one.tier, one.users, one.usdPerUser, largestServices(one))],
    ),
  }
}

function row(name: BudgetLine, cost: FleetCost, serving: string, hubs: ReadonlySet<string>): BudgetRow {
  const all = cost.lines.filter(({ service }) => service === name)
  const home = all.filter(({ cluster }) => cluster === serving)[0]?.region
  const isServing = (one: CostLine) => one.cluster === serving && one.region === home
  const isHub = (one: CostLine) => hubs.has(one.cluster)
  const budgetUsd = budget.lines[name]
  const parts = {
    usdPerMonth: total(all),
    servingUsd: total(all.filter(isServing)),
    secondUsd: total(all.filter((one) => !isServing(one) && !isHub(one))),
    hubUsd: total(all.filter(isHub)),
  }
  const verdict = isOver(parts.usdPerMonth, budgetUsd) ? 'over' : 'met'
  const reason = verdict === 'met' ? largest(all) : overBecause(name, budgetUsd, parts, all.filter(isServing))
  const spot = spotTotal(all)
  const why = spot > 0 ? `${reason}; ${usd(spot)} of it is spot at an assumed price` : reason
  return { line: name, budgetUsd, ...parts, verdict, why }
}

/** By a cent at least: what is over by less would be printed as over by nothing. */
function isOver(usdPerMonth: number, limitUsd: number): boolean {
  return Math.round(usdPerMonth * 100) > Math.round(limitUsd * 100)
}

function overBecause(
  name: BudgetLine,
  budgetUsd: number,
  parts: Pick<BudgetRow, 'usdPerMonth' | 'servingUsd' | 'secondUsd' | 'hubUsd'>,
  serving: readonly CostLine[],
): string {
  const over = `over by ${usd(parts.usdPerMonth - budgetUsd)}`
  const others = [
    parts.secondUsd > 0 && `the second region adds ${usd(parts.secondUsd)}`,
    parts.hubUsd > 0 && `the hub ${usd(parts.hubUsd)}`,
  ].filter(Boolean)
  const rest = others.length > 0 ? `; ${others.join(', ')}` : ''
  return !isOver(parts.servingUsd, budgetUsd)
    ? `${over}: the serving region alone is ${usd(parts.servingUsd)} and meets it${rest}`
    : `${over}: the serving region alone is ${usd(parts.servingUsd)} of ${name}, ${largest(serving)}${rest}`
}

/** The three largest items of some lines, alike ones together. */
function largest(lines: readonly CostLine[]): string {
  const sums = new Map<string, number>()
  for (const { item, usdPerMonth } of lines) sums.set(item, (sums.get(item) ?? 0) + usdPerMonth)
  return [...sums]
    .sort(([a, one], [b, two]) => two - one || (a < b ? -1 : 1))
    .slice(0, 3)
    .map(([item, sum]) => `${item} ${usd(sum)}`)
    .join(', ')
}

function largestServices(tenant: TenantCost): string {
  return Object.entries(tenant.services)
    .sort(([a, one], [b, two]) => two - one || (a < b ? -1 : 1))
    .slice(0, 3)
    .map(([service, sum]) => `${service} ${usd(sum)}`)
    .join(', ')
}

function userRow(
  name: string,
  tier: UserRow['tier'],
  users: number,
  usdPerUser: number,
  why: string,
): UserRow {
  const limitUsd = budget.usdPerUser[tier]
  return {
    name,
    tier,
    users,
    usdPerUser,
    limitUsd,
    verdict: isOver(usdPerUser, limitUsd) ? 'over' : 'met',
    why,
  }
}
