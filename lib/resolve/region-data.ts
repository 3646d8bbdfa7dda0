import type { AwsRegion } from '../catalog/regions.ts'
import type { CompleteHubSpec, CompleteRegionalSpec } from '../spec/index.ts'

/** The resources that the hub creates in a region for data: keys, buckets, audit. */
export interface ResolvedRegionData {
  /** The primary region creates the shared resources: the key for secrets, the trail, the parent zone. */
  readonly rank: 'primary' | 'secondary'
  /** Object lock of audit. */
  readonly audit: {
    readonly mode: 'GOVERNANCE' | 'COMPLIANCE'
    readonly days: number
  }
  readonly backups: {
    /** Daily backups are kept as long. */
    readonly days: number
    /** Days until nobody can shorten the lock of backups any more; absent: operators can. */
    readonly lockGraceDays?: number
  }
  /** A bucket of files for each cell; replicated where the cell's data may be in the other region too. */
  readonly cellFiles: readonly { readonly cell: string; readonly reach: 'alone' | 'replicated' }[]
}

/** Region in which the resources of all regions are created. */
export function primaryRegion(hub: CompleteHubSpec): AwsRegion {
  return hub.primaryRegion ?? hub.region
}

/** Resolves the fields of the hub's claims for a region's data; pure. */
export function resolveRegionData(spec: CompleteRegionalSpec, hub: CompleteHubSpec): ResolvedRegionData {
  const { lock, days } = hub.audit
  return {
    rank: spec.region === primaryRegion(hub) ? 'primary' : 'secondary',
    audit: { mode: lock === 'governance' ? 'GOVERNANCE' : 'COMPLIANCE', days },
    backups: {
      days: hub.backups.days,
      // An audit that nobody can delete needs backups that nobody can delete.
      ...(lock === 'compliance' ? { lockGraceDays: 3 } : {}),
    },
    cellFiles: Object.entries(spec.cells).map(([cell, { replicateTo }]) => ({
      cell,
      reach: replicateTo.includes(spec.peerRegion) ? 'replicated' : 'alone',
    })),
  }
}
