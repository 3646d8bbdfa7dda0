import { placements } from '../resolve/placement.ts'
import type { PlatformPods } from '../resolve/platform-room.ts'
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

/** A fleet with the pods of the platform's components, which take room beside the tenants' own. */
export interface PlatformFleet extends Fleet {
  readonly platform: readonly PlatformPods[]
  /** Hosts of own charts. */
  readonly own?: readonly OwnHost[]
}

/** A host at which an own chart answers in a cluster. */
export interface OwnHost {
  readonly name: string
  /** The chart's source, a path from the root. */
  readonly file: string
  readonly cluster: string
  readonly host: string
}

/** Clusters that can hold tenants. */
export function tenantClusters<T extends FromFile<ClusterSpec>>({
  clusters,
}: {
  readonly clusters: readonly T[]
}): (T & FromFile<TenantClusterSpec>)[] {
  return clusters.filter((one): one is T & FromFile<TenantClusterSpec> => one.spec.kind !== 'hub')
}

/** The cluster of each cell; of a cell that two declare, the first. */
export function cellClusters<T extends FromFile<ClusterSpec>>(fleet: {
  readonly clusters: readonly T[]
}): ReadonlyMap<string, T & FromFile<TenantClusterSpec>> {
  const out = new Map<string, T & FromFile<TenantClusterSpec>>()
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
