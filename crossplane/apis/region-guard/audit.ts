import { regionBucket } from '../../buckets/names.ts'
import { bucketArn } from '../../buckets/policy.ts'
import type { Composed } from '../../compose/composition.ts'
import { keepData } from '../../compose/fields.ts'
import { allow, document } from '../../compose/iam.ts'
import { field, fromRegion, fromSpec, fromStatus, slot, tags, text, toStatus } from '../../compose/patch.ts'
import { serviceRoleArn, serviceRoleResources } from '../../roles.ts'
import { guardNames } from './names.ts'

const inRegion = fromSpec('region', field('region'))
const here = slot('claim.region')
const account = slot('keys.accountId')
const landing = bucketArn(regionBucket('audit-landing'))
const streamName = `paddock-${here}-audit`
const deliveryRole = `paddock-${here}-audit-delivery`
const forwardRole = `paddock-${here}-audit-forward`
const logGroup = `/aws/eks/${slot('claim.clusterName')}/cluster`

/** @see https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html */
const delivery = serviceRoleResources({
  name: 'audit-delivery',
  awsName: deliveryRole,
  description: 'Paddock: Firehose writes audit',
  service: 'firehose.amazonaws.com',
  policy: document(
    allow('Look', ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'], landing),
    allow(
      'Write',
      ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'],
      [`${landing}/eks-audit/*`, `${landing}/eks-audit-failed/*`],
    ),
    allow('Encrypt', ['kms:Decrypt', 'kms:GenerateDataKey'], slot('keys.logs'), {
      StringEquals: { 'kms:ViaService': `s3.${here}.amazonaws.com` },
      StringLike: { 'kms:EncryptionContext:aws:s3:arn': [landing, `${landing}/*`] },
    }),
  ),
})

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html */
const forward = serviceRoleResources({
  name: 'audit-forward',
  awsName: forwardRole,
  description: 'Paddock: CloudWatch Logs hands audit on',
  service: 'logs.amazonaws.com',
  // AWS writes the ARN of a log group with and without the suffix.
  sourceArns: ['', ':*'].map((end) => `arn:aws:logs:${here}:${account}:log-group:${logGroup}${end}`),
  policy: document(
    allow(
      'HandOn',
      ['firehose:PutRecord', 'firehose:PutRecordBatch'],
      `arn:aws:firehose:${here}:${account}:deliverystream/${streamName}`,
    ),
  ),
})

/** CloudWatch Logs sends data that is already compressed. Firehose stores it unchanged. */
const stream: Composed = {
  name: 'audit-stream',
  base: {
    apiVersion: 'firehose.aws.upbound.io/v1beta2',
    kind: 'DeliveryStream',
    spec: {
      forProvider: {
        destination: 'extended_s3',
        extendedS3Configuration: {
          bufferingInterval: 60,
          bufferingSize: 16,
          compressionFormat: 'UNCOMPRESSED',
          errorOutputPrefix: 'eks-audit-failed/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/',
          prefix: 'eks-audit/!{timestamp:yyyy/MM/dd}/',
        },
        serverSideEncryption: { enabled: true, keyType: 'CUSTOMER_MANAGED_CMK' },
      },
    },
  },
  patches: [
    tags,
    inRegion,
    text(streamName, field('name')),
    text(landing, field('extendedS3Configuration.bucketArn')),
    text(serviceRoleArn(deliveryRole), field('extendedS3Configuration.roleArn')),
    fromRegion('keys.logs', field('extendedS3Configuration.kmsKeyArn')),
    fromRegion('keys.logs', field('serverSideEncryption.keyArn')),
    toStatus('status.atProvider.arn', 'stream'),
  ],
}

/** Of all logs of the control plane, only the audit log of the API server. */
const filter: Composed = {
  name: 'audit-filter',
  base: {
    apiVersion: 'cloudwatchlogs.aws.upbound.io/v1beta1',
    kind: 'SubscriptionFilter',
    spec: {
      forProvider: {
        distribution: 'ByLogStream',
        filterPattern: '{ $.apiVersion = "audit.k8s.io/v1" }',
        name: 'paddock-audit',
      },
    },
  },
  patches: [
    inRegion,
    text(logGroup, field('logGroupName')),
    fromStatus('stream', field('destinationArn')),
    text(serviceRoleArn(forwardRole), field('roleArn')),
  ],
}

/**
 * Records every AWS call in every region of the account. Each file is signed by the next one.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html
 */
export const trail: Composed = {
  name: 'trail',
  base: {
    apiVersion: 'cloudtrail.aws.upbound.io/v1beta1',
    kind: 'Trail',
    metadata: { annotations: { 'crossplane.io/external-name': guardNames.trail } },
    spec: {
      managementPolicies: keepData,
      forProvider: {
        enableLogFileValidation: true,
        enableLogging: true,
        includeGlobalServiceEvents: true,
        isMultiRegionTrail: true,
        isOrganizationTrail: false,
        s3KeyPrefix: 'cloudtrail',
      },
    },
  },
  patches: [
    tags,
    inRegion,
    fromRegion('storage.auditLanding', field('s3BucketName')),
    fromRegion('keys.logs', field('kmsKeyId')),
  ],
}

/** Resources that forward the control plane's audit log into its bucket. */
export const auditResources: readonly Composed[] = [...delivery, ...forward, stream, filter]
