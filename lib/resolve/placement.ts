import type { CompleteClusterSpec, CompleteTenantClusterSpec } from '../spec/index.ts'
import type { Region } from './pod-types.ts'

type RegionalSpec = Extract<CompleteTenantClusterSpec, { kind: 'regional' }>

/**
 * `serving`: pods run and write; `standby`: everything is prepared, nothing runs, nothing writes. Each cell serves in
 * exactly one cluster.
 */
export type Role = 'serving' | 'standby'

/** The role of a cluster for a cell. */
export interface Placement {
  /** The cluster as the cell's tenants see it: its own network and nodes; cells and domain of the cell's home. */
  readonly cluster: CompleteTenantClusterSpec
  /** `elsewhere`: another cluster's file declares the cell, and the cell is replicated here. */
  readonly home: 'here' | 'elsewhere'
  readonly role: Role
}

/** The region that serves a cluster's replicated cells: by default its own. */
export function servedFrom(home: RegionalSpec): Region {
  return home.servedFrom ?? home.region
}

/** The region that serves a cell: its home, or the one that its home's file names, if the cell is replicated there. */
export function servingRegion(home: RegionalSpec, cell: string): string {
  const from = servedFrom(home)
  return home.cells[cell]?.replicateTo.some((one) => one === from) ? from : home.region
}

/** Cells that a cluster declares, and cells of others that are replicated to its region, by id. */
export function placements(
  here: CompleteTenantClusterSpec,
  clusters: readonly CompleteClusterSpec[],
): ReadonlyMap<string, Placement> {
  if (here.kind === 'local') {
    return new Map(
      Object.keys(here.cells).map((id) => [id, { cluster: here, home: 'here', role: 'serving' }]),
    )
  }
  const own = Object.keys(here.cells).map((id): [string, Placement] => [
    id,
    { cluster: here, home: 'here', role: servingRegion(here, id) === here.region ? 'serving' : 'standby' },
  ])
  const replicated = homesOf(here, clusters).flatMap((home) =>
    Object.entries(home.cells)
      .filter(([id, { replicateTo }]) => replicateTo.includes(here.region) && !Object.hasOwn(here.cells, id))
      .map(([id]): [string, Placement] => {
        const role = servingRegion(home, id) === here.region ? 'serving' : 'standby'
        const cluster = { ...here, domain: home.domain, cells: home.cells }
        return [id, { cluster, home: 'elsewhere', role }]
      }),
  )
  return new Map([...own, ...replicated])
}

/** Declared tenants of its cells, and of the cells that it is the standby of. */
export function declaredTenants(
  here: CompleteTenantClusterSpec,
  clusters: readonly CompleteClusterSpec[],
): number {
  return [...placements(here, clusters)].reduce(
    (sum, [cell, { cluster }]) => sum + (cluster.cells[cell]?.capacity.tenants ?? 0),
    0,
  )
}

/** Clusters whose cells are replicated to this one; of two clusters in one region the first has the replicas. */
export function homesOf(here: RegionalSpec, clusters: readonly CompleteClusterSpec[]): RegionalSpec[] {
  const regional = clusters.filter((one): one is RegionalSpec => one.kind === 'regional')
  const first = regional.find(({ region }) => region === here.region)
  if (first?.name !== here.name) return []
  return regional.filter(
    (one) =>
      one.region !== here.region &&
      Object.values(one.cells).some(({ replicateTo }) => replicateTo.includes(here.region)),
  )
}
