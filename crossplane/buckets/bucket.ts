import type { Composed } from '../compose/composition.ts'
import { keepData, keepDataNamedByAws } from '../compose/fields.ts'
import type { Statement } from '../compose/iam.ts'
import { documentText } from '../compose/iam.ts'
import {
  externalName,
  field,
  fromRegion,
  fromSpec,
  type Patch,
  tags,
  text,
  toStatus,
} from '../compose/patch.ts'
import { bucketPolicy } from './policy.ts'

const s3 = 's3.aws.upbound.io'

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
  return [
    bucket(plan),
    ownership(plan),
    publicAccess(plan),
    versioning(plan),
    encryption(plan),
    policy(plan),
    lifecycle(plan),
    ...(plan.requestLog === undefined ? [] : [requestLog(plan, plan.requestLog)]),
  ]
}

/** The bucket that a setting belongs to, by its name: it needs not be there yet, the provider tries again. */
function ofBucket({ bucket: name, inRegion }: BucketPlan): Patch[] {
  return [inRegion, text(name, field('bucket'))]
}

function bucket({ name, bucket: awsName, inRegion, lock, reportedAs }: BucketPlan): Composed {
  return {
    name,
    base: {
      apiVersion: `${s3}/v1beta2`,
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

/** No access lists: what is in the bucket belongs to the account, and policies alone decide. */
function ownership(plan: BucketPlan): Composed {
  return {
    name: `${plan.name}-ownership`,
    base: {
      apiVersion: `${s3}/v1beta2`,
      kind: 'BucketOwnershipControls',
      spec: { forProvider: { rule: { objectOwnership: 'BucketOwnerEnforced' } } },
    },
    patches: ofBucket(plan),
  }
}

function publicAccess(plan: BucketPlan): Composed {
  return {
    name: `${plan.name}-public-access`,
    base: {
      apiVersion: `${s3}/v1beta1`,
      kind: 'BucketPublicAccessBlock',
      spec: {
        forProvider: {
          blockPublicAcls: true,
          blockPublicPolicy: true,
          ignorePublicAcls: true,
          restrictPublicBuckets: true,
        },
      },
    },
    patches: ofBucket(plan),
  }
}

function versioning(plan: BucketPlan): Composed {
  return {
    name: `${plan.name}-versioning`,
    base: {
      apiVersion: `${s3}/v1beta2`,
      kind: 'BucketVersioning',
      spec: {
        managementPolicies: keepDataNamedByAws,
        forProvider: { versioningConfiguration: { status: 'Enabled' } },
      },
    },
    patches: ofBucket(plan),
  }
}

function encryption(plan: BucketPlan): Composed {
  const managed = plan.encryption === 's3-managed'
  return {
    name: `${plan.name}-encryption`,
    base: {
      apiVersion: `${s3}/v1beta2`,
      kind: 'BucketServerSideEncryptionConfiguration',
      spec: {
        managementPolicies: keepDataNamedByAws,
        forProvider: {
          rule: [
            {
              applyServerSideEncryptionByDefault: { sseAlgorithm: managed ? 'AES256' : 'aws:kms' },
              // Keys that callers bring themselves could lock everybody else out.
              blockedEncryptionTypes: ['SSE-C'],
              // One key a bucket and hour instead of a call of KMS for every object.
              bucketKeyEnabled: !managed,
            },
          ],
        },
      },
    },
    patches: [
      ...ofBucket(plan),
      ...(plan.encryption === 's3-managed'
        ? []
        : [
            fromRegion(
              plan.encryption.keyArn,
              field('rule[0].applyServerSideEncryptionByDefault.kmsMasterKeyId'),
            ),
          ]),
    ],
  }
}

function policy(plan: BucketPlan): Composed {
  return {
    name: `${plan.name}-policy`,
    base: { apiVersion: `${s3}/v1beta1`, kind: 'BucketPolicy', spec: { forProvider: {} } },
    patches: [...ofBucket(plan), text(documentText(bucketPolicy(plan)), field('policy'))],
  }
}

const wholeBucket = [{ prefix: '' }]

/** What a broken upload leaves behind is paid for, and no listing shows it. */
const abandoned = 7

function lifecycle(plan: BucketPlan): Composed {
  const rules = plan.lifecycle.map(({ prefix = '', ...rule }) => ({
    ...rule,
    filter: [{ prefix }],
    status: 'Enabled',
  }))
  return {
    name: `${plan.name}-lifecycle`,
    base: {
      apiVersion: `${s3}/v1beta1`,
      kind: 'BucketLifecycleConfiguration',
      spec: {
        forProvider: {
          rule: [
            ...rules,
            {
              id: 'abandoned-uploads',
              abortIncompleteMultipartUpload: [{ daysAfterInitiation: abandoned }],
              filter: wholeBucket,
              status: 'Enabled',
            },
          ],
        },
      },
    },
    patches: [...ofBucket(plan), ...(plan.lifecyclePatches ?? [])],
  }
}

function requestLog(plan: BucketPlan, target: string): Composed {
  return {
    name: `${plan.name}-request-log`,
    base: {
      apiVersion: `${s3}/v1beta2`,
      kind: 'BucketLogging',
      spec: {
        forProvider: {
          targetObjectKeyFormat: { partitionedPrefix: { partitionDateSource: 'EventTime' } },
          targetPrefix: `s3/${plan.name}/`,
        },
      },
    },
    patches: [...ofBucket(plan), text(target, field('targetBucket'))],
  }
}

/** The region of the claim. */
export const ownRegion = fromSpec('region', field('region'))
/** The other region. */
export const otherRegion = fromSpec('peerRegion', field('region'))
