import type { Composed } from '../compose/composition.ts'
import { keepDataNamedByAws } from '../compose/fields.ts'
import { documentText } from '../compose/iam.ts'
import { field, fromRegion, type Patch, text } from '../compose/patch.ts'
import type { BucketPlan } from './plan.ts'
import { bucketPolicy } from './policy.ts'

const s3 = 's3.aws.upbound.io'

/**
 * A bucket is kept when its object is deleted, and so are its protections. Otherwise the same deletion that keeps the
 * data would remove its policy, its public access block and its lifecycle.
 */
const kept = keepDataNamedByAws

/** Settings of a bucket for privacy, encryption and lifecycle. */
export function bucketSettings(plan: BucketPlan): Composed[] {
  return [
    ownership(plan),
    publicAccess(plan),
    versioning(plan),
    encryption(plan),
    policy(plan),
    lifecycle(plan),
    ...(plan.requestLog === undefined ? [] : [requestLog(plan, plan.requestLog)]),
  ]
}

/** The bucket of a setting, by name. It need not exist yet: the provider retries. */
function ofBucket({ bucket: name, inRegion }: BucketPlan): Patch[] {
  return [inRegion, text(name, field('bucket'))]
}

/** No access control lists. The account owns all content, and only policies decide. */
function ownership(plan: BucketPlan): Composed {
  return {
    name: `${plan.name}-ownership`,
    base: {
      apiVersion: `${s3}/v1beta2`,
      kind: 'BucketOwnershipControls',
      spec: {
        managementPolicies: kept,
        forProvider: { rule: { objectOwnership: 'BucketOwnerEnforced' } },
      },
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
        managementPolicies: kept,
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
        managementPolicies: kept,
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
        managementPolicies: kept,
        forProvider: {
          rule: [
            {
              applyServerSideEncryptionByDefault: { sseAlgorithm: managed ? 'AES256' : 'aws:kms' },
              // Keys that callers bring could exclude everybody else.
              blockedEncryptionTypes: ['SSE-C'],
              // One key for each bucket and hour, instead of a KMS call for every object.
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
    base: {
      apiVersion: `${s3}/v1beta1`,
      kind: 'BucketPolicy',
      spec: { managementPolicies: kept, forProvider: {} },
    },
    patches: [...ofBucket(plan), text(documentText(bucketPolicy(plan)), field('policy'))],
  }
}

const wholeBucket = [{ prefix: '' }]

/** Parts of a broken upload cost money, and no listing shows them. */
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
        managementPolicies: kept,
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
        managementPolicies: kept,
        forProvider: {
          targetObjectKeyFormat: { partitionedPrefix: { partitionDateSource: 'EventTime' } },
          targetPrefix: `s3/${plan.name}/`,
        },
      },
    },
    patches: [...ofBucket(plan), text(target, field('targetBucket'))],
  }
}
