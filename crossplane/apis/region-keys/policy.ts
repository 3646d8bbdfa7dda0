import { type Document, document, everyone, type Statement } from '../../compose/iam.ts'
import { slot } from '../../compose/patch.ts'
import { trailArn } from '../region-guard/names.ts'

const account = slot('claim.status.accountId')
const here = slot('claim.region')
const root = { AWS: `arn:aws:iam::${account}:root` } as const
/** In a key's policy the resource is that key: there is no other that it could mean. */
const thisKey = '*'

/**
 * Everything that keeps a key in order, for whom the account's own policies allow it. Without this statement nobody
 * could change the key's policy again: AWS refuses such a key. Using the key and scheduling its deletion are left out.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
const administration: Statement = {
  Sid: 'AdministeredByTheAccount',
  Effect: 'Allow',
  Principal: root,
  Action: [
    'kms:CancelKeyDeletion',
    'kms:CreateAlias',
    'kms:DeleteAlias',
    'kms:DescribeKey',
    'kms:DisableKey',
    'kms:EnableKey',
    'kms:EnableKeyRotation',
    'kms:GetKeyPolicy',
    'kms:GetKeyRotationStatus',
    'kms:ListGrants',
    'kms:ListKeyPolicies',
    'kms:ListKeyRotations',
    'kms:ListResourceTags',
    'kms:PutKeyPolicy',
    'kms:ReplicateKey',
    'kms:RevokeGrant',
    'kms:RotateKeyOnDemand',
    'kms:TagResource',
    'kms:UntagResource',
    'kms:UpdateAlias',
    'kms:UpdateKeyDescription',
  ],
  Resource: thisKey,
}

const use = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
]

/** Principals of the account whose own policies allow it use the key, and only by way of these services. */
function throughServices(...services: readonly string[]): Statement[] {
  const via = services.map((service) => `${service}.${here}.amazonaws.com`)
  return [
    {
      Sid: 'UsedThroughServices',
      Effect: 'Allow',
      Principal: root,
      Action: use,
      Resource: thisKey,
      Condition: { StringEquals: { 'kms:CallerAccount': account, 'kms:ViaService': via } },
    },
    {
      Sid: 'GrantedToServices',
      Effect: 'Allow',
      Principal: root,
      Action: 'kms:CreateGrant',
      Resource: thisKey,
      Condition: {
        StringEquals: { 'kms:CallerAccount': account, 'kms:ViaService': via },
        Bool: { 'kms:GrantIsForAWSResource': 'true' },
      },
    },
  ]
}

/**
 * EKS grants itself the key in the name of whoever makes the cluster, and asks for no more of him. It does not say that
 * the grant is for a service of AWS, so the condition that holds the others would refuse it: what a caller may, his own
 * policy says.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html
 */
const clusterSecrets: Statement = {
  Sid: 'GrantedToClusters',
  Effect: 'Allow',
  Principal: root,
  Action: ['kms:CreateGrant', 'kms:DescribeKey'],
  Resource: thisKey,
  Condition: { StringEquals: { 'kms:CallerAccount': account } },
}

/**
 * Nodes that the autoscaler starts have encrypted disks. Its service-linked role has no permission of its own for
 * keys; the role is named by a condition because a policy that names a role that is not there yet is refused.
 *
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
 */
const autoscaledDisks: readonly Statement[] = (
  [
    ['DisksOfAutoscaledNodes', use, {}],
    ['GrantsForAutoscaledNodes', ['kms:CreateGrant'], { Bool: { 'kms:GrantIsForAWSResource': 'true' } }],
  ] as const
).map(([Sid, Action, condition]) => ({
  Sid,
  Effect: 'Allow',
  Principal: everyone,
  Action,
  Resource: thisKey,
  Condition: {
    StringEquals: { 'kms:CallerAccount': account, 'kms:ViaService': `ec2.${here}.amazonaws.com` },
    ArnEquals: {
      'aws:PrincipalArn': `arn:aws:iam::${account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`,
    },
    ...condition,
  },
}))

/**
 * CloudWatch Logs uses the key under its own name, for log groups of this account and region.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
const logGroups: Statement = {
  Sid: 'LogGroups',
  Effect: 'Allow',
  Principal: { Service: `logs.${here}.amazonaws.com` },
  Action: [
    'kms:Decrypt',
    'kms:DescribeKey',
    'kms:Encrypt',
    'kms:GenerateDataKey',
    'kms:ReEncryptFrom',
    'kms:ReEncryptTo',
  ],
  Resource: thisKey,
  Condition: {
    // Any group: their names are chosen by services (EKS, RDS) as well as by us; account and region are fixed.
    ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${here}:${account}:log-group:*` },
  },
}

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html */
const trail: Statement = {
  Sid: 'Trail',
  Effect: 'Allow',
  Principal: { Service: 'cloudtrail.amazonaws.com' },
  Action: ['kms:DescribeKey', 'kms:GenerateDataKey'],
  Resource: thisKey,
  Condition: { StringEquals: { 'aws:SourceArn': trailArn(account) } },
}

/**
 * Whoever publishes to an encrypted topic must be able to use its key. EventBridge does not say for which account it
 * does: a condition on that would refuse every event.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
const publishers: readonly Statement[] = (
  [
    ['Alarms', 'cloudwatch.amazonaws.com', { StringEquals: { 'aws:SourceAccount': account } }],
    ['Events', 'events.amazonaws.com', undefined],
    ['Backups', 'backup.amazonaws.com', { StringEquals: { 'aws:SourceAccount': account } }],
  ] as const
).map(([Sid, Service, Condition]) => ({
  Sid,
  Effect: 'Allow',
  Principal: { Service },
  Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
  Resource: thisKey,
  ...(Condition ? { Condition } : {}),
}))

/** Policies of the keys by their purpose; texts with slots of the claim. */
export const keyPolicies = {
  data: document(
    administration,
    ...throughServices('backup', 'elasticache', 'elasticfilesystem', 'rds', 's3'),
  ),
  secrets: document(administration, ...throughServices('secretsmanager')),
  cluster: document(administration, ...throughServices('ec2'), clusterSecrets, ...autoscaledDisks),
  logs: document(
    administration,
    ...throughServices('firehose', 's3', 'sns', 'sqs'),
    logGroups,
    trail,
    ...publishers,
  ),
} as const satisfies Record<string, Document>
