import type { Composed } from '../../compose/composition.ts'
import { keepData } from '../../compose/fields.ts'
import { allow, document } from '../../compose/iam.ts'
import { externalName, field, fromRegion, slot, tags, text } from '../../compose/patch.ts'
import { roleResources } from '../../compose/role.ts'
import { found, ofThis } from '../../compose/select.ts'
import { inRegion, nameTag } from './subnets.ts'

const region = slot('claim.region')
const accountId = slot('keys.accountId')
const logGroupName = `/paddock/${region}/flow-logs`
const logGroupArn = `arn:aws:logs:${region}:${accountId}:log-group:${logGroupName}`
/** A quarter, so that an intrusion found late can still be investigated. */
const retentionDays = 90

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html */
const trust = document({
  Sid: 'FlowLogs',
  Effect: 'Allow',
  Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
  Action: 'sts:AssumeRole',
  Condition: {
    StringEquals: { 'aws:SourceAccount': accountId },
    ArnLike: { 'aws:SourceArn': `arn:aws:ec2:${region}:${accountId}:vpc-flow-log/*` },
  },
})

const policy = document(
  allow('FindGroups', ['logs:DescribeLogGroups'], '*'),
  allow(
    'Write',
    ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
    `${logGroupArn}:*`,
  ),
)

/** Records the accepted and rejected connections, encrypted with the key for logs. */
export const flowLogResources: readonly Composed[] = [
  {
    name: 'flow-log-group',
    base: {
      apiVersion: 'cloudwatchlogs.aws.upbound.io/v1beta1',
      kind: 'Group',
      spec: { managementPolicies: keepData, forProvider: { retentionInDays: retentionDays } },
    },
    patches: [tags, inRegion, text(logGroupName, externalName), fromRegion('keys.logs', field('kmsKeyId'))],
  },
  ...roleResources({
    name: 'flow-logs',
    roleName: `paddock-${region}-flow-logs`,
    description: 'Flow logs into their log group',
    trust,
    policy,
  }),
  {
    name: 'flow-log',
    base: {
      apiVersion: 'ec2.aws.upbound.io/v1beta2',
      kind: 'FlowLog',
      spec: {
        forProvider: {
          iamRoleArnSelector: found('role-flow-logs'),
          logDestinationType: 'cloud-watch-logs',
          maxAggregationInterval: 600,
          trafficType: 'ALL',
          vpcIdSelector: ofThis,
        },
      },
    },
    patches: [tags, nameTag('flow-log'), inRegion, text(logGroupArn, field('logDestination'))],
  },
]
