import type { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { fleetGroup } from '../../../crossplane/apis/fleet-group/api.ts'
import { nodeFleet } from '../../../crossplane/apis/node-fleet/api.ts'
import { drawClaim } from '../../../crossplane/compose/claim.ts'
import { guarded } from '../../../lib/kube/guard.ts'
import type { ResolvedNodeGroup } from '../../../lib/resolve/fleet.ts'
import { platform } from '../../../lib/resolve/names.ts'
import type { ResolvedRegion } from '../../../lib/resolve/region.ts'
import { regionTags } from '../../../lib/resolve/tags.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { regionChart } from './claim.ts'

const namespace = platform.regions
/** Composition of a class of nodes; the default one unless named. */
const compositions = { cpu: undefined, gpu: 'gpu' } as const

/** The region's nodes: what they share, and a claim for each size and way of buying it. */
export function fleetChart(scope: Construct, cluster: ResolvedCluster, region: ResolvedRegion): Chart {
  const chart = regionChart(scope, cluster, 'fleet')
  const off = region.fleet.off.map(({ type, reason }) => [`paddock.dev/off-${type}`, reason])
  drawClaim(
    chart,
    nodeFleet,
    { name: region.name, namespace, annotations: { ...guarded, ...Object.fromEntries(off) } },
    { region: region.region, tags: regionTags(region, 'nodes') },
  )
  for (const group of region.fleet.groups) drawGroup(chart, region, group)
  return chart
}

function drawGroup(chart: Chart, region: ResolvedRegion, group: ResolvedNodeGroup): void {
  const { name, labels, hints } = group
  const metadata = { name: `${region.name}-${name}`, namespace, annotations: guarded }
  const spec = {
    region: region.region,
    clusterName: region.clusterName,
    version: region.kubernetesVersion,
    group: name,
    instanceType: group.type,
    capacity: group.capacity,
    minNodes: group.min,
    desiredNodes: group.desired,
    maxNodes: group.max,
    rootDiskGiB: group.rootDiskGiB,
    labels: { ...labels },
    hints: { ephemeralStorage: `${hints.ephemeralStorageGiB}Gi`, gpus: String(hints.gpus) },
    tags: { ...regionTags(region, 'nodes'), 'paddock:node-class': group.nodeClass },
  }
  drawClaim(chart, fleetGroup, metadata, spec, undefined, compositions[group.nodeClass])
}
