import type { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { regionEnvironmentApi } from '../../../crossplane/apis/region-environment/api.ts'
import { drawClaim } from '../../../crossplane/compose/claim.ts'
import type { ResolvedRegion } from '../../../lib/resolve/region.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { claimMetadata, claimsChart, ofRegion } from './claim.ts'

/** What the region's own cluster is told of all that. */
export function environmentChart(scope: Construct, cluster: ResolvedCluster, region: ResolvedRegion): Chart {
  const chart = claimsChart(scope, 'environment', cluster)
  drawClaim(chart, regionEnvironmentApi, claimMetadata(region, 'environment', 2), ofRegion(region))
  return chart
}
