import type { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { fleetGroup } from '../../../crossplane/apis/fleet-group/api.ts'
import { nodeFleet } from '../../../crossplane/apis/node-fleet/api.ts'
import type { ResolvedNodeGroup } from '../../../lib/resolve/fleet.ts'
import type { ResolvedRegion } from '../../../lib/resolve/region.ts'
import { regionTags } from '../../../lib/resolve/tags.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { drawRegionClaim, regionChart } from './claim.ts'

/** Composition of a class of nodes; the default one unless named. */
const compositions = { cpu: undefined, gpu: 'gpu' } as const

/** The region's nodes: their shared resources, and a claim for each size and purchase option. */
export function fleetChart(scope: Construct, cluster: ResolvedCluster, region: ResolvedRegion): Chart {
  const chart = regionChart(scope, cluster, 'fleet')
  const off = region.fleet.off.map(({ type, reason }) => [`paddock.dev/off-${type}`, reason])
  drawRegionClaim(chart, region, {
    api: nodeFleet,
    spec: { region: region.region, tags: regionTags(region, 'nodes') },
    loss: 'the encryption of what is made by hand, and notices of instances that end',
    annotations: Object.fromEntries(off),
  })
  for (const group of region.fleet.groups) drawGroup(chart, region, group)
  return chart
}

function drawGroup(chart: Chart, region: ResolvedRegion, group: ResolvedNodeGroup): void {
  const { name, labels, nodeTemplate } = group
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
    nodeTemplate: {
      ephemeralStorage: `${nodeTemplate.ephemeralStorageGiB}Gi`,
      gpus: String(nodeTemplate.gpus),
    },
    tags: { ...regionTags(region, 'nodes'), 'paddock:node-class': group.nodeClass },
  }
  drawRegionClaim(chart, region, {
    api: fleetGroup,
    spec,
    loss: `the nodes of ${name} and what runs on them`,
    name: `${region.name}-${name}`,
    variant: compositions[group.nodeClass],
  })
}
