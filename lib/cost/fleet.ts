import { resolveCluster } from '../resolve/cluster.ts'
import { type Fleet, type FromFile, tenantClusters } from '../rules/fleet.ts'
import { apportion, type Groups, type Parts } from './apportion.ts'
import { type Assumptions, assume as defaults } from './assumptions.ts'
import { cellLines } from './cell.ts'
import { controlPlaneLines, edgeLines, nodeGroupLines } from './cluster.ts'
import { type CostLine, type CostScope, type Service, services, total } from './line.ts'
import { type Member, memberOf, type RegionalSpec } from './member.ts'
import { nodePrice, nodeTerms, referenceType } from './nodes.ts'
import { tenantLines } from './tenant.ts'

/** USD a month by service; services that cost nothing are left out. */
export type ByService = Readonly<Partial<Record<Service, number>>>

/** A tenant's month. */
export interface TenantCost {
  readonly id: string
  readonly tier: 'standard' | 'premium'
  readonly state: 'active' | 'suspended' | 'offboarding' | 'deleted'
  readonly cluster: string
  readonly cell: string
  readonly users: number
  readonly ownUsdPerMonth: number
  readonly sharedUsdPerMonth: number
  readonly usdPerMonth: number
  /** Absent when it has no users. */
  readonly usdPerUser?: number
  readonly services: ByService
}

/** A month of everything, of a whole fleet. */
export interface FleetCost {
  readonly assumptions: Assumptions
  readonly usdPerMonth: number
  /** Costs that no tenant is charged for: rests of nodes, clusters without users. */
  readonly unallocatedUsdPerMonth: number
  readonly services: ByService
  readonly clusters: readonly {
    readonly name: string
    readonly usdPerMonth: number
    readonly services: ByService
    readonly cells: readonly {
      readonly id: string
      readonly tenants: number
      readonly usdPerMonth: number
      readonly services: ByService
    }[]
  }[]
  readonly tiers: readonly {
    readonly tier: 'standard' | 'premium'
    readonly tenants: number
    readonly users: number
    readonly usdPerMonth: number
    readonly usdPerUser?: number
  }[]
  readonly tenants: readonly TenantCost[]
  readonly lines: readonly CostLine[]
}

/** Prices a fleet; pure. A laptop cluster costs nothing and does not appear. */
export function fleetCost(fleet: Fleet, assume: Assumptions = defaults()): FleetCost {
  const regional = regionalClusters(fleet)
  const members = new Map(regional.map((one) => [one.spec.name, membersOf(fleet, one, assume, memberOf)]))
  const lines = linesOf(fleet, regional, members, assume)
  const groups = groupsOf(regional, members)
  const { parts, unallocatedUsdPerMonth } = apportion(lines, groups)
  const tenants = regional.flatMap(({ spec }) =>
    (members.get(spec.name) ?? []).map((member) => tenantCost(member, spec.name, parts.get(member.id))),
  )
  return {
    assumptions: assume,
    usdPerMonth: total(lines),
    unallocatedUsdPerMonth,
    services: byService(lines),
    clusters: clusterCosts(lines, regional, members),
    tiers: tierCosts(tenants),
    tenants,
    lines,
  }
}

/**
 * The lines of a fleet's bill alone, for those who compare two.
 *
 * @param member may remember what it computed for a tenant and cluster that are the same in both
 */
export function fleetLines(fleet: Fleet, assume: Assumptions, member: typeof memberOf): CostLine[] {
  const regional = regionalClusters(fleet)
  const members = new Map(regional.map((one) => [one.spec.name, membersOf(fleet, one, assume, member)]))
  return linesOf(fleet, regional, members, assume)
}

function regionalClusters(fleet: Fleet): FromFile<RegionalSpec>[] {
  return tenantClusters(fleet).filter((one): one is FromFile<RegionalSpec> => one.spec.kind === 'regional')
}

function linesOf(
  fleet: Fleet,
  regional: readonly FromFile<RegionalSpec>[],
  members: ReadonlyMap<string, readonly Member[]>,
  assume: Assumptions,
): CostLine[] {
  return [
    ...regional.flatMap((one) => clusterLines(one, members.get(one.spec.name) ?? [], assume)),
    ...hubLines(fleet, assume),
  ]
}

function membersOf(
  fleet: Fleet,
  { spec }: FromFile<RegionalSpec>,
  assume: Assumptions,
  member: typeof memberOf,
): Member[] {
  return fleet.tenants
    .filter((tenant) => Object.hasOwn(spec.cells, tenant.spec.cell))
    .map((tenant) => member(tenant, spec, assume))
}

function clusterLines(
  { file, spec }: FromFile<RegionalSpec>,
  members: readonly Member[],
  assume: Assumptions,
): CostLine[] {
  const type = referenceType(spec.nodeGroups.cpu.types)
  // A group without a sold type is a finding of its own.
  if (!type) return []
  const cpuNode = nodePrice(type, spec.region, assume, nodeTerms(spec.nodeGroups, 'cpu'))
  const payer = { kind: 'shared', by: 'users', among: spec.name } as const
  const scope: CostScope = { cluster: spec.name, region: spec.region, payer }
  const cells = resolveCluster(spec).cells
  return [
    ...controlPlaneLines(file, spec, scope, assume),
    ...edgeLines(file, members, scope, assume),
    ...nodeGroupLines(file, spec, members, cpuNode, scope, assume),
    ...cells.flatMap((cell) => {
      const own = members.filter((member) => member.cell === cell.id)
      const context = { clusterFile: file, cluster: spec, cell, cpuNode }
      return [
        ...cellLines({ cluster: spec.name, file, region: spec.region, cell, members: own }, assume),
        ...own.flatMap((member) => tenantLines(member, context, assume)),
      ]
    }),
  ]
}

const everybody = '*'

function hubLines(fleet: Fleet, assume: Assumptions): CostLine[] {
  return fleet.clusters.flatMap(({ file, spec }) => {
    if (spec.kind !== 'hub') return []
    const payer = { kind: 'shared', by: 'users', among: everybody } as const
    return controlPlaneLines(file, spec, { cluster: spec.name, region: spec.region, payer }, assume)
  })
}

/** Tenants that share a line: those of a cell, those of a cluster including standbys there, or all. */
function groupsOf(
  regional: readonly FromFile<RegionalSpec>[],
  members: ReadonlyMap<string, readonly Member[]>,
): Groups {
  const groups = new Map<string, Member[]>([[everybody, []]])
  const join = (name: string, member: Member) => {
    const group = groups.get(name)
    if (group) group.push(member)
    else groups.set(name, [member])
  }
  for (const { spec } of regional) {
    for (const member of members.get(spec.name) ?? []) {
      const standby = spec.cells[member.cell]?.replicateTo ?? []
      const there = regional.filter((one) => one.spec !== spec && standby.includes(one.spec.region))
      for (const name of [everybody, spec.name, member.cell, ...there.map((one) => one.spec.name)]) {
        join(name, member)
      }
    }
  }
  return groups
}

function tenantCost(member: Member, cluster: string, parts?: Parts): TenantCost {
  const sum = (map?: ReadonlyMap<Service, number>) => [...(map?.values() ?? [])].reduce((a, b) => a + b, 0)
  const own = sum(parts?.own)
  const shared = sum(parts?.shared)
  const of = (service: Service) => (parts?.own.get(service) ?? 0) + (parts?.shared.get(service) ?? 0)
  return {
    id: member.id,
    tier: member.tier,
    state: member.state,
    cluster,
    cell: member.cell,
    users: member.users,
    ownUsdPerMonth: own,
    sharedUsdPerMonth: shared,
    usdPerMonth: own + shared,
    ...(member.users > 0 ? { usdPerUser: (own + shared) / member.users } : {}),
    services: present(services.map((service) => [service, of(service)])),
  }
}

function clusterCosts(
  lines: readonly CostLine[],
  regional: readonly FromFile<RegionalSpec>[],
  members: ReadonlyMap<string, readonly Member[]>,
): FleetCost['clusters'] {
  const names = [...new Set(lines.map(({ cluster }) => cluster))]
  return names.map((name) => {
    const here = lines.filter(({ cluster }) => cluster === name)
    const spec = regional.find((one) => one.spec.name === name)?.spec
    const cells = Object.keys(spec?.cells ?? {}).map((id) => {
      const inCell = here.filter(({ cell }) => cell === id)
      const tenants = (members.get(name) ?? []).filter(({ cell }) => cell === id).length
      return { id, tenants, usdPerMonth: total(inCell), services: byService(inCell) }
    })
    return { name, usdPerMonth: total(here), services: byService(here), cells }
  })
}

function tierCosts(tenants: readonly TenantCost[]): FleetCost['tiers'] {
  return (['standard', 'premium'] as const).map((tier) => {
    const all = tenants.filter((one) => one.tier === tier)
    const users = all.reduce((sum, one) => sum + one.users, 0)
    const usdPerMonth = total(all)
    const perUser = users > 0 ? { usdPerUser: usdPerMonth / users } : {}
    return { tier, tenants: all.length, users, usdPerMonth, ...perUser }
  })
}

function byService(lines: readonly CostLine[]): ByService {
  const sums = new Map<Service, number>()
  for (const { service, usdPerMonth } of lines) sums.set(service, (sums.get(service) ?? 0) + usdPerMonth)
  return present(services.map((service) => [service, sums.get(service) ?? 0]))
}

function present(entries: readonly (readonly [Service, number])[]): ByService {
  return Object.fromEntries(entries.filter(([, usd]) => usd > 0))
}
