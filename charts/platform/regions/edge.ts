import type { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { edge } from '../../../crossplane/apis/edge/api.ts'
import { edgeRouting } from '../../../crossplane/apis/edge-routing/api.ts'
import { platformDomain } from '../../../crossplane/apis/platform-domain/api.ts'
import { drawClaim } from '../../../crossplane/compose/claim.ts'
import type { ResolvedRegion } from '../../../lib/resolve/region.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { claimMetadata, claimsChart, ofRegion } from './claim.ts'

/** Ways into a region, and where its hosts lead; the primary one has the zone of the platform's domain too. */
export function edgeChart(scope: Construct, cluster: ResolvedCluster, region: ResolvedRegion): Chart {
  const chart = claimsChart(scope, 'edge', cluster)
  const { requestsPerFiveMinutes, domain } = region
  const { peerRegion, region: home } = ofRegion(region)
  const here = { region: home, tags: { ...region.tags, 'paddock:component': 'edge' } }
  if (region.rank === 'primary') {
    const metadata = { ...claimMetadata(region, 'domain'), name: 'platform-domain' }
    drawClaim(chart, platformDomain, metadata, { ...here, domain: region.platformDomain })
  }
  drawClaim(chart, edge, claimMetadata(region, 'edge'), { ...here, domain, requestsPerFiveMinutes })
  drawClaim(chart, edgeRouting, claimMetadata(region, 'routing', 1), {
    ...here,
    peerRegion,
    domain,
    requestsPerFiveMinutes,
  })
  return chart
}
