import type { Statement } from '../compose/iam.ts'
import type { Patch } from '../compose/patch.ts'

/** A rule of a bucket's lifecycle. */
export interface LifecycleRule {
  readonly id: string
  /** Covers the whole bucket unless given. */
  readonly prefix?: string
  readonly expiration?: [{ days: number }]
  readonly noncurrentVersionExpiration?: [{ noncurrentDays: number; newerNoncurrentVersions?: number }]
  readonly transition?: { days: number; storageClass: 'GLACIER_IR' | 'INTELLIGENT_TIERING' }[]
}

/** A bucket with its settings for privacy, encryption and lifecycle. */
export interface BucketPlan {
  /** Prefix of the names of its resources in the composition, and its name in the status when reported. */
  readonly name: string
  /** Its name in AWS, a text with slots. All AWS accounts share the names of S3. */
  readonly bucket: string
  /** Sets the region of each of its resources. */
  readonly inRegion: Patch
  /** Path of the key in the environment. `s3-managed` for services that can write with no other key. */
  readonly encryption: { readonly keyArn: string } | 's3-managed'
  /** Objects cannot be overwritten or deleted before their retention ends. */
  readonly lock?: 'locked'
  /** Statements that allow more than the account's own policies. */
  readonly statements: readonly Statement[]
  readonly lifecycle: readonly LifecycleRule[]
  /** Patches of the lifecycle, where the claim sets the number of days. */
  readonly lifecyclePatches?: readonly Patch[]
  /** Name of the bucket for its request log. */
  readonly requestLog?: string
  /** Field of the status that holds its name once the bucket exists. */
  readonly reportedAs?: string
}

/** One end of a replication: bucket, key and region, each a text with slots or a path of the environment. */
export interface ReplicationEnd {
  /** Name of the bucket, a text with slots. */
  readonly bucket: string
  /** Path of its key in the environment. */
  readonly keyArn: string
  /** Its region, a text with slots. */
  readonly region: string
}

/** A copy of every new object of a bucket. */
export interface ReplicationPlan {
  /** Prefix of the names of its resources in the composition. */
  readonly name: string
  /** Prefix of the names of its role and its alarm in AWS, a text with slots; at most 52 characters. */
  readonly prefix: string
  readonly from: ReplicationEnd
  readonly to: ReplicationEnd
}
