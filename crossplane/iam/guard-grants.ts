import { named, type ServiceGrants } from './provider-grant.ts'

const bucket = ['paddock-*']
const ofBucket = (...actions: readonly string[]) => ({ actions: named('s3', ...actions), resources: bucket })

/** AWS calls of providers for buckets. None of them reads or writes an object. */
export const s3: ServiceGrants = {
  Bucket: ofBucket(
    'CreateBucket',
    'GetAccelerateConfiguration',
    'GetBucketAcl',
    'GetBucketCORS',
    'GetBucketLocation',
    'GetBucketLogging',
    'GetBucketObjectLockConfiguration',
    'GetBucketPolicy',
    'GetBucketRequestPayment',
    'GetBucketTagging',
    'GetBucketVersioning',
    'GetBucketWebsite',
    'GetEncryptionConfiguration',
    'GetLifecycleConfiguration',
    'GetReplicationConfiguration',
    'ListBucket',
    'ListTagsForResource',
    'PutBucketTagging',
    'TagResource',
    'UntagResource',
  ),
  BucketLifecycleConfiguration: ofBucket('GetLifecycleConfiguration', 'PutLifecycleConfiguration'),
  BucketLogging: ofBucket('GetBucketLogging', 'PutBucketLogging'),
  BucketObjectLockConfiguration: ofBucket(
    'GetBucketObjectLockConfiguration',
    'PutBucketObjectLockConfiguration',
  ),
  BucketOwnershipControls: ofBucket('GetBucketOwnershipControls', 'PutBucketOwnershipControls'),
  BucketPolicy: ofBucket('GetBucketPolicy', 'PutBucketPolicy'),
  BucketPublicAccessBlock: ofBucket('GetBucketPublicAccessBlock', 'PutBucketPublicAccessBlock'),
  BucketReplicationConfiguration: ofBucket('GetReplicationConfiguration', 'PutReplicationConfiguration'),
  BucketServerSideEncryptionConfiguration: ofBucket(
    'GetEncryptionConfiguration',
    'PutEncryptionConfiguration',
  ),
  BucketVersioning: ofBucket('GetBucketVersioning', 'PutBucketVersioning'),
}

const tagBackup = named('backup', 'ListTags', 'TagResource', 'UntagResource')

export const backup: ServiceGrants = {
  Vault: {
    actions: [...named('backup', 'CreateBackupVault', 'DescribeBackupVault'), ...tagBackup],
    resources: ['backup-vault:paddock-*'],
    unbound: named('backup-storage', 'MountCapsule'),
  },
  VaultLockConfiguration: {
    actions: named('backup', 'DescribeBackupVault', 'PutBackupVaultLockConfiguration'),
    resources: ['backup-vault:paddock-*'],
  },
  VaultPolicy: {
    actions: named('backup', 'GetBackupVaultAccessPolicy', 'PutBackupVaultAccessPolicy'),
    resources: ['backup-vault:paddock-*'],
  },
  Plan: {
    actions: [
      ...named('backup', 'CreateBackupPlan', 'DeleteBackupPlan', 'GetBackupPlan', 'UpdateBackupPlan'),
      ...tagBackup,
    ],
    resources: ['backup-plan:*'],
  },
  Selection: {
    actions: named('backup', 'CreateBackupSelection', 'DeleteBackupSelection', 'GetBackupSelection'),
    resources: ['backup-plan:*'],
  },
}

export const budgets: ServiceGrants = {
  Budget: {
    actions: named('budgets', 'ListTagsForResource', 'ModifyBudget', 'TagResource', 'ViewBudget'),
    resources: ['budget/paddock-*'],
  },
}

export const cloudtrail: ServiceGrants = {
  Trail: {
    actions: [
      ...named('cloudtrail', 'AddTags', 'CreateTrail', 'GetEventSelectors', 'GetTrail'),
      ...named('cloudtrail', 'GetInsightSelectors', 'GetTrailStatus', 'ListTags', 'PutEventSelectors'),
      ...named('cloudtrail', 'RemoveTags', 'StartLogging', 'UpdateTrail'),
    ],
    resources: ['trail/paddock-*'],
    unbound: named('cloudtrail', 'DescribeTrails'),
  },
}

export const guardduty: ServiceGrants = {
  Detector: {
    actions: [
      ...named('guardduty', 'DeleteDetector', 'GetDetector', 'ListTagsForResource', 'TagResource'),
      ...named('guardduty', 'UntagResource', 'UpdateDetector'),
    ],
    resources: ['detector/*'],
    unbound: named('guardduty', 'CreateDetector', 'ListDetectors'),
  },
}

export const firehose: ServiceGrants = {
  DeliveryStream: {
    actions: [
      ...named('firehose', 'CreateDeliveryStream', 'DeleteDeliveryStream', 'DescribeDeliveryStream'),
      ...named('firehose', 'ListTagsForDeliveryStream', 'StartDeliveryStreamEncryption'),
      ...named('firehose', 'TagDeliveryStream', 'UntagDeliveryStream', 'UpdateDestination'),
    ],
    resources: ['deliverystream/paddock-*'],
  },
}

const topic = ['paddock-*']

export const sns: ServiceGrants = {
  Topic: {
    actions: [
      ...named('sns', 'CreateTopic', 'DeleteTopic', 'GetTopicAttributes', 'ListTagsForResource'),
      ...named('sns', 'SetTopicAttributes', 'TagResource', 'UntagResource'),
    ],
    resources: topic,
  },
  TopicPolicy: { actions: named('sns', 'GetTopicAttributes', 'SetTopicAttributes'), resources: topic },
  TopicSubscription: {
    actions: [
      ...named('sns', 'GetSubscriptionAttributes', 'SetSubscriptionAttributes', 'Subscribe', 'Unsubscribe'),
    ],
    resources: topic,
  },
}

export const sqs: ServiceGrants = {
  Queue: {
    actions: [
      ...named('sqs', 'CreateQueue', 'DeleteQueue', 'GetQueueAttributes', 'GetQueueUrl', 'ListQueueTags'),
      ...named('sqs', 'SetQueueAttributes', 'TagQueue', 'UntagQueue'),
    ],
    resources: ['paddock-*'],
  },
  QueuePolicy: {
    actions: named('sqs', 'GetQueueAttributes', 'SetQueueAttributes'),
    resources: ['paddock-*'],
  },
}

export const cloudwatch: ServiceGrants = {
  MetricAlarm: {
    actions: [
      ...named('cloudwatch', 'DeleteAlarms', 'DescribeAlarms', 'ListTagsForResource', 'PutMetricAlarm'),
      ...named('cloudwatch', 'TagResource', 'UntagResource'),
    ],
    resources: ['alarm:paddock-*'],
  },
}

export const cloudwatchevents: ServiceGrants = {
  Rule: {
    actions: [
      ...named('events', 'DeleteRule', 'DescribeRule', 'DisableRule', 'EnableRule', 'ListTagsForResource'),
      ...named('events', 'PutRule', 'TagResource', 'UntagResource'),
    ],
    resources: ['rule/paddock-*'],
  },
  Target: {
    actions: named('events', 'ListTargetsByRule', 'PutTargets', 'RemoveTargets'),
    resources: ['rule/paddock-*'],
  },
}

const logGroups = [
  'log-group:/aws/eks/paddock-*',
  'log-group:/aws/rds/instance/paddock-*',
  'log-group:/paddock/*',
  'log-group:paddock-*',
]

export const cloudwatchlogs: ServiceGrants = {
  Group: {
    actions: [
      ...named('logs', 'AssociateKmsKey', 'CreateLogGroup', 'ListTagsForResource'),
      ...named('logs', 'PutRetentionPolicy', 'TagResource', 'UntagResource'),
    ],
    resources: logGroups,
    unbound: named('logs', 'DescribeLogGroups'),
  },
  SubscriptionFilter: {
    actions: named(
      'logs',
      'DeleteSubscriptionFilter',
      'DescribeSubscriptionFilters',
      'PutSubscriptionFilter',
    ),
    resources: logGroups,
    // A filter forwards under a role. A provider that only creates log groups passes no role.
    elsewhere: [
      { sid: 'LookAtRoles', actions: ['iam:GetRole'], resources: ['iam::{account}:role/paddock-*'] },
      {
        sid: 'PassRole',
        actions: ['iam:PassRole'],
        resources: ['iam::{account}:role/paddock-*'],
        condition: { StringEquals: { 'iam:PassedToService': ['logs.amazonaws.com'] } },
      },
    ],
  },
}

export const servicequotas: ServiceGrants = {
  ServiceQuota: {
    actions: named('servicequotas', 'RequestServiceQuotaIncrease'),
    resources: ['*/*'],
    unbound: [
      ...named('servicequotas', 'GetAWSDefaultServiceQuota', 'GetRequestedServiceQuotaChange'),
      ...named('servicequotas', 'GetServiceQuota', 'ListRequestedServiceQuotaChangeHistoryByQuota'),
      ...named('servicequotas', 'ListServiceQuotas'),
    ],
  },
}
