import type { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { network } from '../../../crossplane/apis/network/api.ts'
import type { ResolvedRegion } from '../../../lib/resolve/region.ts'
import { regionTags } from '../../../lib/resolve/tags.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { drawRegionClaim, regionChart } from './claim.ts'

/** The region's VPC. */
export function networkChart(scope: Construct, cluster: ResolvedCluster, region: ResolvedRegion): Chart {
  const chart = regionChart(scope, cluster, 'network')
  const { cidr, tiers } = region.vpc
  const spec = {
    region: region.region,
    cidr,
    zones: { ...region.zones },
    subnets: {
      public: { ...tiers.public.zones },
      node: { ...tiers.node.zones },
      data: { ...tiers.data.zones },
      endpoint: { ...tiers.endpoint.zones },
      controlPlane: { ...tiers.controlPlane.zones },
    },
    subnetTags: { [`kubernetes.io/cluster/${region.clusterName}`]: 'shared' },
    tags: regionTags(region, 'network'),
  }
  drawRegionClaim(chart, region, { api: network, spec, loss: 'every connection' })
  return chart
}
