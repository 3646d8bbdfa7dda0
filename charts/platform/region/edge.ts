import type { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { edge } from '../../../crossplane/apis/edge/api.ts'
import { edgeRouting } from '../../../crossplane/apis/edge-routing/api.ts'
import { platformDomain } from '../../../crossplane/apis/platform-domain/api.ts'
import { theDefault } from '../../../crossplane/compose/claim.ts'
import type { ResolvedRegion } from '../../../lib/resolve/region.ts'
import { regionTags } from '../../../lib/resolve/tags.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { drawRegionClaim, regionChart } from './claim.ts'

/**
 * Entry points of a region, and the routing of its hosts. The primary region also has the zone of the platform's
 * domain.
 */
export function edgeChart(scope: Construct, cluster: ResolvedCluster, region: ResolvedRegion): Chart {
  const chart = regionChart(scope, cluster, 'edge')
  const { requestsPerFiveMinutes, domain, peerRegion } = region
  const here = { region: region.region, tags: regionTags(region, 'edge') }
  if (region.rank === 'primary') {
    drawRegionClaim(chart, region, {
      api: platformDomain,
      spec: { ...here, domain: region.platformDomain },
      loss: 'the platform’s own domain',
      name: 'platform-domain',
    })
  }
  drawRegionClaim(chart, region, {
    api: edge,
    spec: { ...here, domain, requestsPerFiveMinutes },
    loss: 'every way in',
  })
  drawRegionClaim(chart, region, {
    api: edgeRouting,
    spec: { ...here, peerRegion, domain },
    loss: 'the records of its hosts',
    variant: { own: theDefault, peer: 'handed-over' }[region.leads],
  })
  return chart
}
