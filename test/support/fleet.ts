import { componentPods } from '../../charts/platform/registry.ts'
import type { PlatformFleet } from '../../lib/rules/fleet.ts'
import { tenantFile } from '../../lib/rules/tenant-file.ts'
import { completeCluster } from '../../lib/spec/complete.ts'
import type { ClusterSpec, CompleteHubSpec, CompleteRegionalSpec, TenantSpec } from '../../lib/spec/index.ts'
import hub from '../fleet/clusters/hub.ts'
import usEast1 from '../fleet/clusters/us-east-1.ts'
import usWest2 from '../fleet/clusters/us-west-2.ts'

/** A cluster in a region of AWS. */
export type Regional = CompleteRegionalSpec

/** The same as its author may write it. */
export type WrittenRegional = Extract<ClusterSpec, { kind: 'regional' }>

/** The fixtures' clusters in AWS, complete. */
export const clusters = {
  hub: completeCluster(hub) as CompleteHubSpec,
  east: completeCluster(usEast1) as Regional,
  west: completeCluster(usWest2) as Regional,
}

/** Tenants and clusters as if loaded from files of their names; what they lack is completed. */
export function fleetOf(
  tenants: readonly TenantSpec[],
  specs: readonly ClusterSpec[] = [clusters.hub, clusters.east, clusters.west],
): PlatformFleet {
  return {
    tenants: tenants.map((spec) => tenantFile(`tenants/${spec.id}.ts`, spec)),
    clusters: specs.map((spec) => ({ file: `clusters/${spec.name}.ts`, spec: completeCluster(spec) })),
    platform: componentPods,
  }
}

/** A standard tenant as its author writes it, with every default. */
export const plain: TenantSpec = {
  id: 'plain',
  tier: 'standard',
  cell: 'us-east-1-a',
  contacts: { owner: 'it@plain.example' },
}
