import type { Composed } from '../compose/composition.ts'
import { keepData } from '../compose/fields.ts'
import type { Statement } from '../compose/iam.ts'
import { externalName, field, fromSpec, type Patch, tags, text, toStatus } from '../compose/patch.ts'
import { bucketSettings } from './settings.ts'

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

/** The resources of a bucket. */
export function bucketResources(plan: BucketPlan): Composed[] {
  return [bucket(plan), ...bucketSettings(plan)]
}

function bucket({ name, bucket: awsName, inRegion, lock, reportedAs }: BucketPlan): Composed {
  return {
    name,
    base: {
      apiVersion: 's3.aws.upbound.io/v1beta2',
      kind: 'Bucket',
      spec: {
        managementPolicies: keepData,
        // Object lock can be enabled only when a bucket is created.
        forProvider: { forceDestroy: false, objectLockEnabled: lock === 'locked' },
      },
    },
    patches: [
      tags,
      inRegion,
      text(awsName, externalName),
      ...(reportedAs === undefined ? [] : [toStatus('status.atProvider.id', reportedAs)]),
    ],
  }
}

/** The region of the claim. */
export const ownRegion = fromSpec('region', field('region'))
/** The other region. */
export const otherRegion = fromSpec('peerRegion', field('region'))
