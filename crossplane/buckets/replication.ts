import type { Composed } from '../compose/composition.ts'
import { keepDataNamedByAws } from '../compose/fields.ts'
import { allow, type Document, document, documentText } from '../compose/iam.ts'
import { externalName, field, fromRegion, slot, tags, text } from '../compose/patch.ts'
import { ownRegion } from './bucket.ts'
import type { ReplicationEnd, ReplicationPlan } from './plan.ts'
import { bucketArn } from './policy.ts'
import { replicationAlarm } from './replication-alarm.ts'

/** The replication of a bucket, which AWS promises within 15 minutes, with the role that S3 uses and its alarm. */
export function replicationResources(plan: ReplicationPlan): Composed[] {
  return [role(plan), rolePolicy(plan), replication(plan), replicationAlarm(plan)]
}

const roleName = ({ prefix }: ReplicationPlan) => `${prefix}-replication`

function role(plan: ReplicationPlan): Composed {
  const { name, from } = plan
  return {
    name: `${name}-replication-role`,
    base: {
      apiVersion: 'iam.aws.upbound.io/v1beta1',
      kind: 'Role',
      spec: { forProvider: { description: `Paddock: S3 copies ${name}`, maxSessionDuration: 3600 } },
    },
    patches: [
      tags,
      text(roleName(plan), externalName),
      text(documentText(replicationTrust(from.bucket)), field('assumeRolePolicy')),
    ],
  }
}

/** Only S3, for this bucket of this account. */
function replicationTrust(bucket: string): Document {
  return document({
    Sid: 'Replication',
    Effect: 'Allow',
    Principal: { Service: 's3.amazonaws.com' },
    Action: 'sts:AssumeRole',
    Condition: {
      StringEquals: { 'aws:SourceAccount': slot('keys.accountId') },
      ArnEquals: { 'aws:SourceArn': bucketArn(bucket) },
    },
  })
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html */
export function replicationPolicy({ from, to }: Pick<ReplicationPlan, 'from' | 'to'>): Document {
  const source = bucketArn(from.bucket)
  const target = bucketArn(to.bucket)
  const via = (end: ReplicationEnd) => ({
    StringEquals: { 'kms:ViaService': `s3.${end.region}.amazonaws.com` },
    // With a bucket key, the encryption context is the bucket. Without one, it is the object.
    StringLike: {
      'kms:EncryptionContext:aws:s3:arn': [bucketArn(end.bucket), `${bucketArn(end.bucket)}/*`],
    },
  })
  return document(
    allow('ReadSettings', ['s3:GetReplicationConfiguration', 's3:ListBucket'], source),
    allow(
      'ReadObjects',
      [
        's3:GetObjectLegalHold',
        's3:GetObjectRetention',
        's3:GetObjectVersionAcl',
        's3:GetObjectVersionForReplication',
        's3:GetObjectVersionTagging',
      ],
      `${source}/*`,
    ),
    allow('WriteCopies', ['s3:ReplicateDelete', 's3:ReplicateObject', 's3:ReplicateTags'], `${target}/*`),
    allow('DecryptSource', ['kms:Decrypt'], slot(from.keyArn), via(from)),
    allow('EncryptCopies', ['kms:Encrypt', 'kms:GenerateDataKey'], slot(to.keyArn), via(to)),
  )
}

function rolePolicy(plan: ReplicationPlan): Composed {
  return {
    name: `${plan.name}-replication-policy`,
    base: {
      apiVersion: 'iam.aws.upbound.io/v1beta1',
      kind: 'RolePolicy',
      metadata: { annotations: { 'crossplane.io/external-name': 'replication' } },
      spec: { forProvider: {} },
    },
    patches: [
      text(roleName(plan), field('role')),
      text(documentText(replicationPolicy(plan)), field('policy')),
    ],
  }
}

const timed = {
  metrics: { eventThreshold: { minutes: 15 }, status: 'Enabled' },
  replicationTime: { status: 'Enabled', time: { minutes: 15 } },
}

function replication(plan: ReplicationPlan): Composed {
  const { name, from, to } = plan
  return {
    name: `${name}-replication`,
    base: {
      apiVersion: 's3.aws.upbound.io/v1beta2',
      kind: 'BucketReplicationConfiguration',
      spec: {
        managementPolicies: keepDataNamedByAws,
        forProvider: {
          rule: [
            {
              // Deletions are not replicated. A copy that follows deletions is no backup.
              deleteMarkerReplication: { status: 'Disabled' },
              destination: { encryptionConfiguration: {}, ...timed },
              filter: { prefix: '' },
              id: 'everything',
              priority: 1,
              sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: 'Enabled' } },
              status: 'Enabled',
            },
          ],
        },
      },
    },
    patches: [
      ownRegion,
      text(from.bucket, field('bucket')),
      text(`arn:aws:iam::${slot('keys.accountId')}:role/${roleName(plan)}`, field('role')),
      text(bucketArn(to.bucket), field('rule[0].destination.bucket')),
      fromRegion(to.keyArn, field('rule[0].destination.encryptionConfiguration.replicaKmsKeyId')),
    ],
  }
}
