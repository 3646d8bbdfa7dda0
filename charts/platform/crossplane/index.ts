import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { hubApis } from '../../../crossplane/apis/hub-apis.ts'
import { type ComposedApi, regionApis } from '../../../crossplane/apis/region-apis.ts'
import { drawComposition } from '../../../crossplane/compose/composition.ts'
import { drawDefinition } from '../../../crossplane/compose/definition.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { activationChart } from './activation.ts'
import { boundaryChart } from './boundary.ts'
import { ownClusterChart } from './own-cluster.ts'
import { packagesChart } from './packages.ts'

/** Packages, the activated managed kinds, and a file for each API with its compositions. */
export function charts(scope: Construct, cluster: ResolvedCluster): Chart[] {
  const apis = cluster.kind === 'hub' ? hubApis : regionApis
  return [
    packagesChart(scope, cluster, apis),
    activationChart(scope, cluster, apis),
    ...(cluster.kind === 'regional' ? [ownClusterChart(scope, cluster), boundaryChart(scope, cluster)] : []),
    ...apis.map((composed) => apiChart(scope, cluster, composed)),
  ]
}

function apiChart(scope: Construct, cluster: ResolvedCluster, { api, plans }: ComposedApi): Chart {
  const chart = new Chart(scope, `api-${api.plural}`, { labels: cluster.labels })
  drawDefinition(chart, api)
  for (const plan of plans) drawComposition(chart, api, plan)
  return chart
}
