import { type Area, areas, type Residency, regions } from '../catalog/regions.ts'
import type { CompleteTenantClusterSpec, CompleteTenantSpec } from '../spec/index.ts'

/** The area that a cluster is in; a laptop counts as the first, for nothing of it leaves the laptop. */
export function areaOf(cluster: CompleteTenantClusterSpec): Area {
  const [first] = areas
  if (first === undefined) throw new Error('the catalogue knows no region')
  return cluster.kind === 'regional' ? regions[cluster.region].area : first
}

/** Regions in which a tenant's data may be: those of its file, or all of the area of its cell. */
export function residencyOf(
  spec: Pick<CompleteTenantSpec, 'residency'>,
  cluster: CompleteTenantClusterSpec,
): Residency {
  return spec.residency ?? areaOf(cluster)
}
