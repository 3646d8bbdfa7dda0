import type { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { kubernetesCluster } from '../../../crossplane/apis/kubernetes-cluster/api.ts'
import type { ResolvedRegion } from '../../../lib/resolve/region.ts'
import { regionTags } from '../../../lib/resolve/tags.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { drawRegionClaim, regionChart } from './claim.ts'

/** The region's EKS cluster. */
export function kubernetesClusterChart(
  scope: Construct,
  cluster: ResolvedCluster,
  region: ResolvedRegion,
): Chart {
  const chart = regionChart(scope, cluster, 'cluster')
  const spec = {
    region: region.region,
    clusterName: region.clusterName,
    version: region.kubernetesVersion,
    apiAccessCidrs: [...region.apiAccessCidrs],
    operatorRole: region.operatorRole,
    operatorGroups: [...region.operatorGroups],
    tags: regionTags(region, 'kubernetes'),
  }
  drawRegionClaim(chart, region, { api: kubernetesCluster, spec, loss: 'its cluster and every tenant in it' })
  return chart
}
