import type { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { regionKeys } from '../../../crossplane/apis/region-keys/api.ts'
import { drawClaim } from '../../../crossplane/compose/claim.ts'
import type { ResolvedRegion } from '../../../lib/resolve/region.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { claimMetadata, claimsChart, ofRegion } from './claim.ts'

/** Keys of a region: everything else waits for them. */
export function keysChart(scope: Construct, cluster: ResolvedCluster, region: ResolvedRegion): Chart {
  const chart = claimsChart(scope, 'keys', cluster)
  const variant = { primary: undefined, secondary: 'replica' }[region.rank]
  drawClaim(chart, regionKeys, claimMetadata(region, 'keys'), ofRegion(region), undefined, variant)
  return chart
}
