import type { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { nodeFleet } from '../../../crossplane/apis/node-fleet/api.ts'
import { drawClaim } from '../../../crossplane/compose/claim.ts'
import type { ResolvedFleetSize } from '../../../lib/resolve/fleet-sizes.ts'
import type { ResolvedRegion } from '../../../lib/resolve/region.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { claimMetadata, claimsChart, ofRegion } from './claim.ts'

/** Nodes of a region: a claim for each size, whose two groups are bought on demand and as spot. */
export function fleetChart(scope: Construct, cluster: ResolvedCluster, region: ResolvedRegion): Chart {
  const chart = claimsChart(scope, 'fleet', cluster)
  for (const size of region.fleetSizes) {
    const { region: home, tags } = ofRegion(region)
    drawClaim(
      chart,
      nodeFleet,
      claimMetadata(region, size.name),
      {
        region: home,
        instanceType: size.type,
        name: size.name,
        nodeClass: size.nodeClass,
        onDemand: { ...size.onDemand },
        spot: { ...size.spot },
        rootDiskGiB: size.rootDiskGiB,
        ephemeralStorageGiB: size.hints.ephemeralStorageGiB,
        ...accelerated(size),
        tags: { ...tags, 'paddock:component': `nodes-${size.nodeClass}` },
      },
      undefined,
      { cpu: undefined, gpu: 'gpu' }[size.nodeClass],
    )
  }
  return chart
}

function accelerated({ accelerator, hints }: ResolvedFleetSize) {
  return accelerator ? { accelerator, gpus: hints.gpus } : {}
}
