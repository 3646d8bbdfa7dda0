import { slot } from '../compose/patch.ts'

/**
 * Names of buckets. All AWS accounts share the names of S3, so each name contains the account number. The number comes
 * from the environment, so no file contains it. The names are texts with slots of the hub's compositions.
 */
const account = slot('keys.accountId')

/** The buckets that each region has. */
export type RegionBucket = 'audit' | 'audit-landing' | 'logs' | 'models'

/**
 * A bucket of the claim's region.
 *
 * @param accountId slot of the account's number, as of {@link filesBucket}
 */
export function regionBucket(purpose: RegionBucket, accountId = account): string {
  return `paddock-${purpose}-${accountId}-${slot('claim.region')}`
}

/** The same bucket in the other region. */
export function peerBucket(purpose: RegionBucket): string {
  return `paddock-${purpose}-${account}-${slot('claim.peerRegion')}`
}

/**
 * Files of a cell's tenants, each below its prefix `tenant-<id>/`.
 *
 * @param accountId slot of the account's number; a region's own compositions have it elsewhere than the hub's
 */
export function filesBucket(accountId = account): string {
  return `paddock-files-${accountId}-${slot('claim.cell')}`
}

/** Their copy in the other region. */
export function filesCopyBucket(accountId = account): string {
  return `${filesBucket(accountId)}-copy`
}
