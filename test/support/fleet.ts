import { componentPods } from '../../charts/platform/registry.ts'
import type { PlatformFleet } from '../../lib/rules/fleet.ts'
import type { ClusterSpec, TenantSpec } from '../../lib/spec/index.ts'
import hub from '../fleet/clusters/hub.ts'
import usEast1 from '../fleet/clusters/us-east-1.ts'
import usWest2 from '../fleet/clusters/us-west-2.ts'

/** A cluster in a region of AWS. */
export type Regional = Extract<ClusterSpec, { kind: 'regional' }>

/** The fixtures' clusters in AWS. */
export const clusters = { hub, east: usEast1 as Regional, west: usWest2 as Regional }

/** Tenants and clusters as if loaded from files of their names. */
export function fleetOf(
  tenants: readonly TenantSpec[],
  specs: readonly ClusterSpec[] = [clusters.hub, clusters.east, clusters.west],
): PlatformFleet {
  return {
    tenants: tenants.map((spec) => ({ file: `tenants/${spec.id}.ts`, spec })),
    clusters: specs.map((spec) => ({ file: `clusters/${spec.name}.ts`, spec })),
    platform: componentPods,
  }
}

/** A standard tenant with every default. */
export const plain: TenantSpec = {
  id: 'plain',
  tier: 'standard',
  cell: 'us-east-1-a',
  contacts: { owner: 'it@plain.example' },
}
