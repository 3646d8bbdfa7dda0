import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import type { Api, SpecOf } from '../../../crossplane/compose/api.ts'
import { drawClaim } from '../../../crossplane/compose/claim.ts'
import { drawUsage } from '../../../crossplane/compose/usage.ts'
import { guarded } from '../../../lib/kube/guard.ts'
import { platform } from '../../../lib/resolve/names.ts'
import type { ResolvedRegion } from '../../../lib/resolve/region.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'

/** A chart of one region. */
export function regionChart(scope: Construct, cluster: ResolvedCluster, file: string): Chart {
  return new Chart(scope, file, { namespace: platform.regions, labels: cluster.labels })
}

/**
 * Draws the region's claim on an API, under the region's name, and a Usage that forbids its deletion.
 *
 * @param loss what a region without it has lost, as the refusal says it
 */
export function drawRegionClaim<A extends Api>(
  chart: Chart,
  region: ResolvedRegion,
  api: A,
  spec: SpecOf<A>,
  loss: string,
): void {
  const namespace = platform.regions
  const claim = region.name
  drawClaim(chart, api, { name: claim, namespace, annotations: guarded }, spec)
  drawUsage(chart, `${region.name}-${api.kind.toLowerCase()}`, {
    namespace,
    kind: api.kind,
    claim,
    reason: `Without it the region loses ${loss}: delete this Usage first, knowing what goes`,
  })
}
