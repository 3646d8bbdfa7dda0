import { placements } from '../resolve/placement.ts'
import type { ClusterSpec, TenantClusterSpec, TenantSpec } from '../spec/index.ts'

/** A spec and the file that it came from. */
export interface FromFile<T> {
  readonly file: string
  readonly spec: T
}

/** All specs at once, for rules that span files. */
export interface Fleet {
  readonly tenants: readonly FromFile<TenantSpec>[]
  readonly clusters: readonly FromFile<ClusterSpec>[]
}

/** Clusters that can hold tenants. */
export function tenantClusters(fleet: Fleet): FromFile<TenantClusterSpec>[] {
  return fleet.clusters.filter((one): one is FromFile<TenantClusterSpec> => one.spec.kind !== 'hub')
}

/** The cluster of each cell; of a cell that two declare, the first. */
export function cellClusters(fleet: Fleet): ReadonlyMap<string, FromFile<TenantClusterSpec>> {
  const out = new Map<string, FromFile<TenantClusterSpec>>()
  for (const cluster of tenantClusters(fleet)) {
    for (const cell of Object.keys(cluster.spec.cells)) if (!out.has(cell)) out.set(cell, cluster)
  }
  return out
}

/** Every cluster that a cell's tenants are to run in, now or after a failover: its home first. */
export function cellHolders(fleet: Fleet): ReadonlyMap<string, readonly FromFile<TenantClusterSpec>[]> {
  const specs = fleet.clusters.map(({ spec }) => spec)
  const homes = cellClusters(fleet)
  const out = new Map([...homes].map(([cell, home]) => [cell, [home]]))
  for (const cluster of tenantClusters(fleet)) {
    for (const [cell, { home }] of placements(cluster.spec, specs)) {
      if (home === 'elsewhere') out.get(cell)?.push(cluster)
    }
  }
  return out
}
