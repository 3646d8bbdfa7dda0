import { quotaOf } from '../catalog/quotas.ts'
import { error, type Finding } from '../findings/finding.ts'
import { placements } from '../resolve/placement.ts'
import type { CompleteTenantClusterSpec } from '../spec/index.ts'
import type { Amounts } from './amounts.ts'
import { type FromFile, type PlatformFleet, tenantClusters } from './fleet.ts'
import { checkNodes } from './node-capacity.ts'

/** Sums over tenants stay within what cells declare, what node groups can hold at most and what AWS allows. */
export function checkCapacity(fleet: PlatformFleet, amounts: ReadonlyMap<string, Amounts>): Finding[] {
  const specs = fleet.clusters.map(({ spec }) => spec)
  return tenantClusters(fleet).flatMap((cluster) => {
    // This includes room for tenants whose standby it is: a failover must not be the first to find that there is none.
    const places = placements(cluster.spec, specs)
    const members = fleet.tenants.filter(({ spec }) => places.has(spec.cell))
    const all = members.flatMap(({ spec }) => amounts.get(spec.id) ?? [])
    return [
      ...Object.keys(cluster.spec.cells).flatMap((cell) =>
        checkCell(
          cluster,
          cell,
          members.filter(({ spec }) => spec.cell === cell).flatMap(({ spec }) => amounts.get(spec.id) ?? []),
        ),
      ),
      ...(cluster.spec.kind === 'regional'
        ? checkNodes({ file: cluster.file, spec: cluster.spec }, specs, fleet.platform, all)
        : []),
      ...checkIdentities(cluster, all),
    ]
  })
}

function checkCell(
  cluster: FromFile<CompleteTenantClusterSpec>,
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
        { file: cluster.file, field: `cells.${cell}.capacity.${name}` },
        { used: used[name], declared: capacity[name] },
      ),
    )
}

function checkIdentities(
  cluster: FromFile<CompleteTenantClusterSpec>,
  members: readonly Amounts[],
): Finding[] {
  const used = sum(members, (one) => one.podIdentities)
  const allowed = quotaOf('eks.pod-identities').value
  if (used <= allowed) return []
  return [error('pod-identity', { file: cluster.file, field: 'cells' }, { used, allowed })]
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0)
}
