import { type Document, document, everyone, type Statement } from '../../compose/iam.ts'
import { slot } from '../../compose/patch.ts'
import { trailArn } from '../region-guard/names.ts'

const account = slot('claim.status.accountId')
const here = slot('claim.region')
const root = { AWS: `arn:aws:iam::${account}:root` } as const
/** In a key's policy, the only possible resource is that key. */
const thisKey = '*'

/**
 * Administration of a key, for identities that the account's own policies allow. Without this statement nobody could
 * change the key's policy again, and AWS rejects such a key. The use of the key and the scheduling of its deletion are
 * not included.
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

/** Principals of the account that their own policies allow may use the key, but only through these services. */
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
 * EKS creates a grant on the key in the name of the identity that creates the cluster. EKS does not state that the
 * grant is for an AWS service, so the condition of the other statements would reject it. The caller's own policy limits
 * the caller.
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
 * Nodes that the autoscaler starts have encrypted disks. Its service-linked role has no permission of its own for keys.
 * A condition names the role, because AWS rejects a policy that names a missing role.
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
 * CloudWatch Logs uses the key as a service principal, for log groups of this account and region.
 *
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
    // Any log group: services (EKS, RDS) choose some of the names. Account and region are fixed.
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
 * A publisher to an encrypted topic must be able to use its key. EventBridge does not name its account, so a condition
 * on the account would reject every event.
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

/** Policies of the keys by purpose. They are texts with slots of the claim. */
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
