import type { DrillReport } from '../drill/report.ts'
import { recoveryTable } from '../drill/targets.ts'
import { indexObjects, notReady, type Objects, walk } from '../drill/walk.ts'
import { resolveCluster } from '../resolve/cluster.ts'
import { resolvePlaced } from '../resolve/placed.ts'
import { placements, servedFrom, servingRegion } from '../resolve/placement.ts'
import type { ResolvedTenant } from '../resolve/types.ts'
import type { Fleet, FromFile, PlatformFleet } from '../rules/fleet.ts'
import type { CompleteClusterSpec, CompleteTenantClusterSpec } from '../spec/index.ts'
import { clusterManifests, tenantManifests } from './units.ts'

type RegionalSpec = Extract<CompleteTenantClusterSpec, { kind: 'regional' }>

/** Why there is nothing to walk through. */
export interface NoDrill {
  readonly why: string
}

/**
 * Fails a region over in memory, and compares both regions' dist before and after: the same specs but for the one
 * line, drawn as synthesis draws them.
 *
 * @param from name of the cluster to lose; the first one that replicates unless given
 */
export function drill(fleet: PlatformFleet, from?: string): DrillReport | NoDrill {
  const pair = findPair(fleet, from)
  if ('why' in pair) return pair
  const { home, standby } = pair
  const lost = { ...home.spec, servedFrom: standby.region }
  const after: Fleet = {
    ...fleet,
    clusters: fleet.clusters.map((one) => (one.spec === home.spec ? { ...one, spec: lost } : one)),
  }
  const [homeBefore, homeAfter] = [draw(fleet, home.spec), draw(after, lost)]
  const [standbyBefore, standbyAfter] = [draw(fleet, standby), draw(after, standby)]
  const moves = Object.keys(home.spec.cells).filter((id) => servingRegion(lost, id) === standby.region)
  return {
    from: home.spec.name,
    to: standby.name,
    line: { file: home.file, text: `servedFrom: '${standby.region}',` },
    moves: standbyAfter.tenants.filter(({ cell }) => moves.includes(cell)).map(({ id }) => id),
    stays: homeAfter.tenants.filter(({ cell }) => !moves.includes(cell)).map(({ id }) => id),
    walks: [
      walk(home.spec.name, homeBefore.objects, homeAfter.objects),
      walk(standby.name, standbyBefore.objects, standbyAfter.objects),
    ],
    notReady: notReady(standbyBefore.objects, standbyAfter.objects),
    targets: recoveryTable({
      moved: standbyAfter.tenants.filter(({ cell }) => moves.includes(cell)),
      others: standbyAfter.tenants.filter(({ cell }) => !moves.includes(cell)),
      standby,
      clusters: fleet.clusters.map(({ spec }) => spec),
      platform: fleet.platform,
    }),
  }
}

function findPair(
  { clusters }: Fleet,
  from: string | undefined,
): { home: FromFile<RegionalSpec>; standby: RegionalSpec } | NoDrill {
  const regional = clusters.filter((one): one is FromFile<RegionalSpec> => one.spec.kind === 'regional')
  const replicates = ({ spec }: FromFile<RegionalSpec>) =>
    Object.values(spec.cells).flatMap(({ replicateTo }) => replicateTo)
  const able = regional.filter((one) => replicates(one).length > 0)
  const home = able.find(({ spec }) => from === undefined || spec.name === from)
  if (!home) {
    const names = able.map(({ spec }) => spec.name).join(', ')
    return {
      why: names ? `no cluster "${from}" replicates its cells; ${names} does` : 'no cell is replicated',
    }
  }
  if (servedFrom(home.spec) !== home.spec.region) {
    return { why: `${home.spec.name} is served from ${servedFrom(home.spec)} already` }
  }
  const standby = regional.find(({ spec }) => replicates(home).includes(spec.region))?.spec
  return standby ? { home, standby } : { why: `no cluster is in ${replicates(home).join(', ')}` }
}

/** A cluster's whole dist as objects, and its tenants as resolved. */
function draw(
  fleet: Fleet,
  here: RegionalSpec,
): { readonly objects: Objects; readonly tenants: readonly ResolvedTenant[] } {
  const specs: readonly CompleteClusterSpec[] = fleet.clusters.map(({ spec }) => spec)
  const cluster = resolveCluster(here, specs)
  const places = placements(here, specs)
  const tenants = fleet.tenants.flatMap(({ spec }) => {
    const place = places.get(spec.cell)
    return place ? [resolvePlaced(spec, place)] : []
  })
  const manifests = [
    ...clusterManifests(cluster),
    ...tenants.flatMap((tenant) => tenantManifests(tenant, cluster)),
  ]
  return { objects: indexObjects(manifests.flatMap(({ objects }) => objects)), tenants }
}
