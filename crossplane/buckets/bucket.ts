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

/** A bucket with everything that makes it private, encrypted and tidy. */
export interface BucketPlan {
  /** Starts the names of its resources within the composition, and names it in the status when reported. */
  readonly name: string
  /** Its name in AWS, a text with slots: S3 shares one space of names with the whole world. */
  readonly bucket: string
  /** Fills the region of each of its resources. */
  readonly inRegion: Patch
  /** Path of the key in the environment; `s3-managed` where the services that write know no other. */
  readonly encryption: { readonly keyArn: string } | 's3-managed'
  /** Objects cannot be overwritten or deleted before their time. */
  readonly lock?: 'locked'
  /** Who may do more than the account's own policies say. */
  readonly statements: readonly Statement[]
  readonly lifecycle: readonly LifecycleRule[]
  /** Patches of the lifecycle, where the claim says how long. */
  readonly lifecyclePatches?: readonly Patch[]
  /** Name of the bucket that takes the log of its requests. */
  readonly requestLog?: string
  /** Field of the status that holds its name once it is there. */
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
        // Object lock is for life: a bucket has it from its making or never.
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
