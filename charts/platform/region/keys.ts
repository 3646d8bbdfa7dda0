import type { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { regionKeys } from '../../../crossplane/apis/region-keys/api.ts'
import type { ResolvedRegion } from '../../../lib/resolve/region.ts'
import { regionTags } from '../../../lib/resolve/tags.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { drawRegionClaim, regionChart } from './claim.ts'

/** Keys of a region: everything else waits for them. */
export function keysChart(scope: Construct, cluster: ResolvedCluster, region: ResolvedRegion): Chart {
  const chart = regionChart(scope, cluster, 'keys')
  drawRegionClaim(chart, region, {
    api: regionKeys,
    spec: { region: region.region, peerRegion: region.peerRegion, tags: regionTags(region, 'keys') },
    loss: 'all that is encrypted',
    variant: { primary: undefined, secondary: 'replica' }[region.rank],
  })
  return chart
}
