import { describe, expect, test } from 'vitest'
import { providerPolicy } from '../../crossplane/iam/provider-policy.ts'
import { type Call, decide } from '../support/iam.ts'

const account = '111111111111'
const here = `us-east-1:${account}`
const balancer = `arn:aws:elasticloadbalancing:${here}:loadbalancer/app/paddock-us-east-1-web/0`
const listener = `arn:aws:elasticloadbalancing:${here}:listener/app/paddock-us-east-1-web/0/0`
const role = `arn:aws:iam::${account}:role/paddock-us-east-1-tenant-files`

/**
 * Calls that providers make, and that AWS makes with their rights, which are easily forgotten: they are in no name of
 * the kind. Read in Terraform's AWS provider, which the providers are made of, and in AWS' documents.
 */
const calls: readonly [string, string, string, Omit<Call, 'action'>][] = [
  // Each read of a listener asks for its attributes; time-outs and headers are set as such.
  ['elbv2', 'LBListener', 'elasticloadbalancing:DescribeListenerAttributes', { resource: '*' }],
  ['elbv2', 'LBListener', 'elasticloadbalancing:ModifyListenerAttributes', { resource: listener }],
  ['elbv2', 'LB', 'elasticloadbalancing:DescribeCapacityReservation', { resource: '*' }],
  // @see https://docs.aws.amazon.com/waf/latest/developerguide/security_iam_service-with-iam.html
  ['wafv2', 'WebACLAssociation', 'elasticloadbalancing:CreateWebACLAssociation', { resource: balancer }],
  ['wafv2', 'WebACLAssociation', 'elasticloadbalancing:DeleteWebACLAssociation', { resource: balancer }],
  ['wafv2', 'WebACLAssociation', 'elasticloadbalancing:GetLoadBalancerWebACL', { resource: balancer }],
  // Private DNS of an endpoint is a hosted zone of AWS'.
  [
    'ec2',
    'VPCEndpoint',
    'route53:AssociateVPCWithHostedZone',
    { resource: 'arn:aws:route53:::hostedzone/Z0' },
  ],
  ['ec2', 'VPCEndpoint', 'route53:AssociateVPCWithHostedZone', { resource: `arn:aws:ec2:${here}:vpc/vpc-0` }],
  ['ec2', 'EBSEncryptionByDefault', 'ec2:GetEbsEncryptionByDefault', { resource: '*' }],
  ['efs', 'FileSystem', 'elasticfilesystem:CreateFileSystem', { resource: '*' }],
  // A bucket's tags are read by S3 Control.
  ['s3', 'Bucket', 's3:ListTagsForResource', { resource: 'arn:aws:s3:::paddock-logs' }],
  ['elasticache', 'ReplicationGroup', 'ec2:DescribeSubnets', { resource: '*' }],
  // EKS looks at a role before it takes it.
  ['eks', 'PodIdentityAssociation', 'iam:GetRole', { resource: role }],
  [
    'eks',
    'PodIdentityAssociation',
    'iam:PassRole',
    { resource: role, context: { 'iam:PassedToService': 'pods.eks.amazonaws.com' } },
  ],
]

describe('a provider may', () => {
  test.each(calls)('%s %s: %s', (service, kind, action, call) => {
    expect(decide([providerPolicy(service, [kind], account)], { action, ...call })).toBe('allowed')
  })

  test('pass a role to no other service', () => {
    const call = {
      action: 'iam:PassRole',
      resource: role,
      context: { 'iam:PassedToService': 'ecs.amazonaws.com' },
    }
    expect(decide([providerPolicy('eks', ['PodIdentityAssociation'], account)], call)).toBe('not allowed')
  })
})
