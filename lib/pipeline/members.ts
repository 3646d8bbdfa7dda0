import { createHash } from 'node:crypto'
import { homesOf, type Placement, placements } from '../resolve/placement.ts'
import type { CompleteClusterSpec, CompleteTenantSpec } from '../spec/index.ts'
import type { UnitId } from './cache.ts'
import type { Loaded } from './load.ts'

/** A tenant that a cluster serves, or whose standby it is. */
export interface MemberFile {
  readonly tenant: Loaded<CompleteTenantSpec>
  readonly placement: Placement
  /** Its key changes with the files that the tenant's unit is made from, and with no others. */
  readonly unit: UnitId
}

/** Tenants of a cluster, and the keys of what is made for it. */
export interface ClusterMembers {
  /** Its key changes with the files that the cluster's own objects are made from. */
  readonly unit: UnitId
  readonly members: readonly MemberFile[]
}

/** Finds who is in a cluster: its cells' tenants, and those of cells that are replicated to its region. */
export function clusterMembers(
  cluster: Loaded<CompleteClusterSpec>,
  clusters: readonly Loaded<CompleteClusterSpec>[],
  tenants: readonly Loaded<CompleteTenantSpec>[],
): ClusterMembers {
  const { spec } = cluster
  const specs = clusters.map((one) => one.spec)
  // The hub creates the regions; standbys for cells of other regions follow those regions' files.
  const homes: readonly CompleteClusterSpec[] =
    spec.kind === 'hub' ? specs : spec.kind === 'regional' ? homesOf(spec, specs) : []
  const others = clusters.filter((one) => one !== cluster && homes.includes(one.spec))
  const byCell = spec.kind === 'hub' ? new Map<string, Placement>() : placements(spec, specs)
  const members = tenants.flatMap((tenant) => {
    const placement = byCell.get(tenant.spec.cell)
    if (!placement) return []
    const home =
      placement.home === 'elsewhere' ? others.filter((one) => declares(one.spec, tenant.spec.cell)) : []
    const name = `${spec.name}/tenants/${tenant.spec.id}`
    return [{ tenant, placement, unit: { name, key: unitKey(cluster, ...home, tenant) } }]
  })
  return { unit: { name: spec.name, key: unitKey(cluster, ...others) }, members }
}

function declares(spec: CompleteClusterSpec, cell: string): boolean {
  return spec.kind !== 'hub' && Object.hasOwn(spec.cells, cell)
}

function unitKey(...files: readonly Loaded<unknown>[]): string {
  const hash = createHash('sha256')
  for (const one of files) hash.update(one.hash)
  return hash.digest('hex')
}
