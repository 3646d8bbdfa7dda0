import { allow, type Document, document, type Statement } from '../compose/iam.ts'

/** Name of the policy that bounds every role that Crossplane creates. The hub's bootstrap creates it. */
export const boundaryName = 'paddock-boundary'
/** Prefix of the roles of the hub's own providers. The bootstrap creates them, and no provider may change them. */
export const hubRolePrefix = 'paddock-hub-'

/** ARN of the boundary. @param accountId account, or the slot that its id fills */
export function boundaryArn(accountId: string): string {
  return `arn:aws:iam::${accountId}:policy/${boundaryName}`
}

/**
 * Services that a role of Paddock may need. A boundary grants nothing: a role has a permission only if both its own
 * policies and the boundary allow it.
 */
const services = [
  'acm',
  'autoscaling',
  'backup',
  'backup-storage',
  'cloudwatch',
  'ec2',
  'ecr',
  'eks',
  'eks-auth',
  'elasticache',
  'elasticfilesystem',
  'elasticloadbalancing',
  'firehose',
  'kms',
  'logs',
  'rds',
  'route53',
  's3',
  'secretsmanager',
  'shield',
  'sns',
  'sqs',
  'sts',
  'tag',
  'waf-regional',
  'wafv2',
] as const

/**
 * Prevents a provider that creates roles from extending its own permissions: every role has the boundary, and the
 * provider cannot change the roles of the hub's own providers or the boundary.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function boundaryGuards(accountId: string): Statement[] {
  const roles = `arn:aws:iam::${accountId}:role/`
  const deny = (Sid: string, Action: readonly string[], Resource: string): Statement => ({
    Sid,
    Effect: 'Deny',
    Action,
    Resource,
  })
  const widening = [
    'iam:AttachRolePolicy',
    'iam:CreateRole',
    'iam:PutRolePermissionsBoundary',
    'iam:PutRolePolicy',
  ]
  return [
    {
      ...deny('OnlyWithinTheBoundary', widening, `${roles}*`),
      // Without a boundary the key is missing, and a missing key is not equal.
      Condition: { StringNotEquals: { 'iam:PermissionsBoundary': boundaryArn(accountId) } },
    },
    deny('NeverWithoutIt', ['iam:DeleteRolePermissionsBoundary'], `${roles}*`),
    deny(
      'NotTheHubsOwn',
      [
        'iam:AttachRolePolicy',
        'iam:DeleteRole',
        'iam:DeleteRolePolicy',
        'iam:DetachRolePolicy',
        'iam:PutRolePermissionsBoundary',
        'iam:PutRolePolicy',
        'iam:UpdateAssumeRolePolicy',
      ],
      `${roles}${hubRolePrefix}*`,
    ),
    deny(
      'NotTheBoundary',
      [
        'iam:CreatePolicyVersion',
        'iam:DeletePolicy',
        'iam:DeletePolicyVersion',
        'iam:SetDefaultPolicyVersion',
      ],
      boundaryArn(accountId),
    ),
  ]
}

/** The boundary. AWS accepts 6,144 characters. */
export function boundaryPolicy(accountId: string): Document {
  const iam = (kind: string) => `arn:aws:iam::${accountId}:${kind}`
  return document(
    allow(
      'Services',
      services.map((service) => `${service}:*`),
      '*',
    ),
    allow(
      'Identities',
      ['iam:*'],
      [
        iam('instance-profile/paddock-*'),
        iam('oidc-provider/*'),
        iam('policy/paddock-*'),
        iam('role/aws-service-role/*'),
        iam('role/paddock-*'),
      ],
    ),
    ...boundaryGuards(accountId),
  )
}
