import type { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { regionEnvironmentApi } from '../../../crossplane/apis/region-environment/api.ts'
import type { ResolvedRegion } from '../../../lib/resolve/region.ts'
import { regionTags } from '../../../lib/resolve/tags.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { drawRegionClaim, regionChart } from './claim.ts'

/** Values that the hub publishes to the region's own cluster. */
export function environmentChart(scope: Construct, cluster: ResolvedCluster, region: ResolvedRegion): Chart {
  const chart = regionChart(scope, cluster, 'environment')
  const { region: home, peerRegion, operatorRole } = region
  drawRegionClaim(chart, region, {
    api: regionEnvironmentApi,
    spec: { region: home, peerRegion, operatorRole, tags: regionTags(region, 'kubernetes') },
    loss: 'what its cluster knows of AWS',
  })
  return chart
}
