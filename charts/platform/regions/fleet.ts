import type { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { nodeFleet } from '../../../crossplane/apis/node-fleet/api.ts'
import type { ResolvedFleetSize } from '../../../lib/resolve/fleet-sizes.ts'
import type { ResolvedRegion } from '../../../lib/resolve/region.ts'
import { regionTags } from '../../../lib/resolve/tags.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { drawRegionClaim, regionChart } from './claim.ts'

/** Nodes of a region: a claim for each size, whose two groups are bought on demand and as spot. */
export function fleetChart(scope: Construct, cluster: ResolvedCluster, region: ResolvedRegion): Chart {
  const chart = regionChart(scope, cluster, 'fleet')
  for (const size of region.fleetSizes) {
    drawRegionClaim(chart, region, {
      api: nodeFleet,
      spec: {
        region: region.region,
        instanceType: size.type,
        name: size.name,
        nodeClass: size.nodeClass,
        onDemand: { ...size.onDemand },
        spot: { ...size.spot },
        rootDiskGiB: size.rootDiskGiB,
        ephemeralStorageGiB: size.hints.ephemeralStorageGiB,
        ...accelerated(size),
        tags: { ...regionTags(region, 'nodes'), 'paddock:node-class': size.nodeClass },
      },
      loss: `its ${size.type} nodes and the pods on them`,
      name: `${region.name}-${size.name}`,
      variant: { cpu: undefined, gpu: 'gpu' }[size.nodeClass],
    })
  }
  return chart
}

function accelerated({ accelerator, hints }: ResolvedFleetSize) {
  return accelerator ? { accelerator, gpus: hints.gpus } : {}
}
