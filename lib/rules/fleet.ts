import { placements } from '../resolve/placement.ts'
import type { PlatformPods } from '../resolve/platform-room.ts'
import type {
  CompleteClusterSpec,
  CompleteTenantClusterSpec,
  CompleteTenantSpec,
  TenantSpec,
} from '../spec/index.ts'

/** A spec and the file that it came from. */
export interface FromFile<T> {
  readonly file: string
  readonly spec: T
}

/** A tenant, and its file as the author wrote it: for rules about fields that the author set, and not their defaults. */
export interface TenantFile extends FromFile<CompleteTenantSpec> {
  readonly written: TenantSpec
}

/** All specs at once, for rules that span files. */
export interface Fleet {
  readonly tenants: readonly TenantFile[]
  readonly clusters: readonly FromFile<CompleteClusterSpec>[]
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
export function tenantClusters<T extends FromFile<CompleteClusterSpec>>({
  clusters,
}: {
  readonly clusters: readonly T[]
}): (T & FromFile<CompleteTenantClusterSpec>)[] {
  return clusters.filter((one): one is T & FromFile<CompleteTenantClusterSpec> => one.spec.kind !== 'hub')
}

/** The cluster of each cell; of a cell that two declare, the first. */
export function cellClusters<T extends FromFile<CompleteClusterSpec>>(fleet: {
  readonly clusters: readonly T[]
}): ReadonlyMap<string, T & FromFile<CompleteTenantClusterSpec>> {
  const out = new Map<string, T & FromFile<CompleteTenantClusterSpec>>()
  for (const cluster of tenantClusters(fleet)) {
    for (const cell of Object.keys(cluster.spec.cells)) if (!out.has(cell)) out.set(cell, cluster)
  }
  return out
}

/** Every cluster that a cell's tenants are to run in, now or after a failover: its home first. */
export function cellHolders(
  fleet: Fleet,
): ReadonlyMap<string, readonly FromFile<CompleteTenantClusterSpec>[]> {
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
