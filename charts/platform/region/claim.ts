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

/** A claim of the hub for a region. */
export interface RegionClaim<A extends Api> {
  readonly api: A
  readonly spec: SpecOf<A>
  /** Loss if the claim is deleted. The rejection of the deletion shows this text. */
  readonly loss: string
  /** The region's name unless given. */
  readonly name?: string
  /** Composition of the API; its default unless given. */
  readonly variant?: string | undefined
  /** Annotations besides those of the guard. */
  readonly annotations?: Readonly<Record<string, string>>
}

/** Draws the region's claim on an API, and a Usage that forbids its deletion. */
export function drawRegionClaim<A extends Api>(
  chart: Chart,
  region: ResolvedRegion,
  { api, spec, loss, name = region.name, variant, annotations }: RegionClaim<A>,
): void {
  const namespace = platform.regions
  const metadata = { name, namespace, annotations: { ...guarded, ...annotations } }
  drawClaim(chart, api, metadata, spec, undefined, variant)
  drawUsage(chart, `${name}-${api.kind.toLowerCase()}`, {
    namespace,
    kind: api.kind,
    claim: name,
    reason: `Without it the region loses ${loss}: delete this Usage first, and know which data you delete`,
  })
}
