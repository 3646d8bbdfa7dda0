import { type InstanceTypeName, instanceType } from '../catalog/instances.ts'
import { quotaOf } from '../catalog/quotas.ts'
import { GiB } from '../catalog/units.ts'
import { error, type Finding } from '../spec/finding.ts'
import type { TenantClusterSpec } from '../spec/index.ts'
import type { Amounts } from './amounts.ts'
import { type Fleet, type FromFile, tenantClusters } from './fleet.ts'

/** Sums over tenants stay within what cells declare, what node groups can hold at most and what AWS allows. */
export function checkCapacity(fleet: Fleet, amounts: ReadonlyMap<string, Amounts>): Finding[] {
  return tenantClusters(fleet).flatMap((cluster) => {
    const members = fleet.tenants.filter(({ spec }) => Object.hasOwn(cluster.spec.cells, spec.cell))
    const all = members.flatMap(({ spec }) => amounts.get(spec.id) ?? [])
    return [
      ...Object.keys(cluster.spec.cells).flatMap((cell) =>
        checkCell(
          cluster,
          cell,
          members.filter(({ spec }) => spec.cell === cell).flatMap(({ spec }) => amounts.get(spec.id) ?? []),
        ),
      ),
      ...checkNodes(cluster, all),
      ...checkIdentities(cluster, all),
    ]
  })
}

function checkCell(
  cluster: FromFile<TenantClusterSpec>,
  cell: string,
  members: readonly Amounts[],
): Finding[] {
  const { capacity } = cluster.spec.cells[cell] ?? {}
  if (!capacity) return []
  const used = {
    tenants: members.length,
    connections: sum(members, (one) => one.connections),
    databaseGiB: sum(members, (one) => one.databaseGiB),
    filesGiB: sum(members, (one) => one.filesGiB),
  }
  return (Object.keys(used) as (keyof typeof used)[])
    .filter((name) => used[name] > capacity[name])
    .map((name) =>
      error(
        'cell-capacity',
        cluster.file,
        `cells.${cell}.capacity.${name}`,
        `the tenants of the cell need ${used[name]}, it declares ${capacity[name]}`,
        'move tenants to another cell, or raise the capacity if its instance holds it',
      ),
    )
}

function checkNodes(cluster: FromFile<TenantClusterSpec>, members: readonly Amounts[]): Finding[] {
  if (cluster.spec.kind !== 'regional') return []
  const { nodeGroups } = cluster.spec
  return (['cpu', 'gpu'] as const).flatMap((group) => {
    const { types, max } = nodeGroups[group]
    const most = largest(types)
    const checks = [
      {
        what: 'CPU',
        unit: ' cores',
        need: sum(members, (one) => one.guaranteed[group].cpuMillis) / 1000,
        have: (max * most.cpuMillis) / 1000,
      },
      {
        what: 'memory',
        unit: ' GiB',
        need: sum(members, (one) => one.guaranteed[group].memoryBytes) / GiB,
        have: (max * most.memoryBytes) / GiB,
      },
      {
        what: 'GPU',
        unit: 's',
        need: sum(members, (one) => one.guaranteed[group].gpus),
        have: max * most.gpus,
      },
    ]
    return checks
      .filter(({ need, have }) => need > have)
      .map(({ what, unit, need, have }) =>
        error(
          'node-capacity',
          cluster.file,
          `nodeGroups.${group}.max`,
          `the tenants’ guaranteed ${what} is ${Math.ceil(need)}${unit}; ${max} nodes of the largest type give ${Math.floor(have)}${unit}`,
          'raise max, add a larger type, or move tenants to another cluster',
        ),
      )
  })
}

function largest(types: readonly InstanceTypeName[]) {
  const sold = types.map(instanceType).filter((type) => type.sold)
  const most = (of: (type: ReturnType<typeof instanceType>) => number) => Math.max(0, ...sold.map(of))
  return {
    cpuMillis: most((type) => type.allocatable.cpuMillis),
    memoryBytes: most((type) => type.allocatable.memoryBytes),
    gpus: most((type) => type.gpu?.count ?? 0),
  }
}

function checkIdentities(cluster: FromFile<TenantClusterSpec>, members: readonly Amounts[]): Finding[] {
  const used = sum(members, (one) => one.podIdentities)
  const allowed = quotaOf('eks.pod-identities').value
  if (used <= allowed) return []
  const why = `${used} tenants need a Pod Identity association each; EKS allows ${allowed} a cluster`
  return [error('pod-identity', cluster.file, 'cells', why, 'move tenants to another cluster')]
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0)
}
