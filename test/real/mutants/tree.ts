import type { KubeObject, Manifest } from '../../../lib/kube/object.ts'
import { loadSpecs } from '../../../lib/pipeline/load.ts'
import { resolveCluster } from '../../../lib/resolve/cluster.ts'
import { resolvePlaced } from '../../../lib/resolve/placed.ts'
import { placements } from '../../../lib/resolve/placement.ts'
import type { ResolvedCluster, ResolvedTenant } from '../../../lib/resolve/types.ts'
import type { CompleteRegionalSpec } from '../../../lib/spec/index.ts'
import { isCrds, readDist } from '../../support/dist.ts'
import { subject } from '../../support/workspace.ts'

/** The part of dist that is mutated: one tenant, each platform component, each composition. */
export interface Tree {
  /** Files of the hub, of one region's cluster and of its tenant; those of laptops' components. */
  readonly manifests: readonly Manifest[]
  readonly tenant: ResolvedTenant
  /** Clusters of the files, by name. */
  readonly clusters: ReadonlyMap<string, ResolvedCluster>
}

/** Takes the first regional cluster, and the tenant there that has most settings. */
export async function sampleTree(): Promise<Tree> {
  const loaded = await loadSpecs(subject)
  const specs = loaded.clusters.map(({ spec }) => spec)
  const region = specs.find((one): one is CompleteRegionalSpec => one.kind === 'regional')
  if (!region) throw new Error('no cluster in a region of AWS')
  const places = placements(region, specs)
  const served = loaded.tenants.filter(({ spec }) => places.get(spec.cell)?.role === 'serving')
  const size = (id: string) => JSON.stringify(readDist(`${region.name}/tenants/${id}/`)).length
  const [largest] = [...served].sort((a, b) => size(b.spec.id) - size(a.spec.id))
  const place = places.get(largest?.spec.cell ?? '')
  if (!largest || !place) throw new Error(`${region.name} serves no tenant`)
  const { id } = largest.spec
  const others = (path: string) =>
    /\/tenants\/|\/tenant-|\/own\b/.test(path) &&
    !path.includes(`/tenants/${id}/`) &&
    !path.endsWith(`/tenant-${id}.yaml`)
  const taken = [region.name, ...specs.filter(({ kind }) => kind !== 'regional').map(({ name }) => name)]
  const manifests = taken
    .flatMap((cluster) => readDist(`${cluster}/`))
    .filter(({ path }) => !others(path) || path.includes('-crds/'))
  return {
    manifests,
    tenant: resolvePlaced(largest.spec, place),
    clusters: new Map(specs.map((spec) => [spec.name, resolveCluster(spec, specs)])),
  }
}

/** Objects to mutate: each file of a component once, in the first cluster that has it; no CRDs of operators. */
export function toMutate({ manifests }: Tree): { path: string; object: KubeObject }[] {
  const seen = new Set<string>()
  return manifests.flatMap(({ path, objects }) => {
    const [, ...rest] = path.split('/')
    const unit = rest.join('/')
    if (isCrds(path) || seen.has(unit)) return []
    seen.add(unit)
    return objects.map((object) => ({ path, object }))
  })
}
