import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { guarded, wave } from '../../../lib/kube/guard.ts'
import { platform } from '../../../lib/resolve/names.ts'
import type { ResolvedRegion } from '../../../lib/resolve/region.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'

/** A file of claims for one region. */
export function claimsChart(scope: Construct, name: string, cluster: ResolvedCluster): Chart {
  return new Chart(scope, name, { namespace: platform.regions, labels: cluster.labels })
}

/** Metadata of a claim for a region: what it makes is not deleted before a person says so. */
export function claimMetadata({ name }: ResolvedRegion, purpose: string, order = 0) {
  return {
    name: `${name}-${purpose}`,
    namespace: platform.regions,
    annotations: order === 0 ? guarded : { ...guarded, ...wave(order) },
  }
}

/** What every claim for a region says. */
export function ofRegion({ region, peerRegion, tags }: ResolvedRegion) {
  return { region, peerRegion, tags }
}
