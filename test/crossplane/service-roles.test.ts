import { describe, expect, test } from 'vitest'
import { hubRoles } from '../../crossplane/bootstrap/hub-roles.ts'
import type { Document } from '../../crossplane/compose/iam.ts'
import { type Call, decide } from '../support/iam.ts'
import { composedPolicies } from './policies.ts'

const account = '111111111111'

/** A document as AWS gets it in us-east-1. */
function filled(document: Document): Document {
  const text = JSON.stringify(document)
    .replaceAll(/⟦[^⟧]*accountId⟧/g, account)
    .replaceAll('⟦claim.region⟧', 'us-east-1')
    .replaceAll('⟦claim.clusterName⟧', 'paddock-us-east-1')
  return JSON.parse(text) as Document
}

const policies = composedPolicies()

function of(where: string, type: 'trust' | 'identity'): Document {
  const found = policies.find((one) => one.where === where && one.type === type)
  if (!found) throw new Error(`no ${type} of ${where}`)
  return filled(found.document)
}

function assumes(trust: Document, service: string, context: NonNullable<Call['context']>) {
  return decide([trust], { action: 'sts:AssumeRole', resource: '*', principal: service, context })
}

describe('every role of pods', () => {
  const cluster = (name: string) => `arn:aws:eks:us-east-1:${account}:cluster/${name}`
  const own = [
    ...policies
      .filter(({ type, document }) => type === 'trust' && JSON.stringify(document).includes('pods.eks'))
      .map(({ where, document }) => ({ where, trust: filled(document), arn: cluster('paddock-us-east-1') })),
    ...hubRoles({ accountId: account, region: 'us-east-1', cluster: 'paddock-hub' }).map(
      ({ role, trust }) => ({ where: role, trust, arn: cluster('paddock-hub') }),
    ),
  ]

  test('is assumed by what Pod Identity says of itself: the account, and the cluster as a tag', () => {
    expect(own.length).toBeGreaterThan(20)
    const context = (arn: string) => ({ 'aws:SourceAccount': account, 'aws:RequestTag/eks-cluster-arn': arn })
    const closed = own.filter(
      ({ trust, arn }) => assumes(trust, 'pods.eks.amazonaws.com', context(arn)) !== 'allowed',
    )
    expect(closed.map(({ where }) => where)).toEqual([])
    const open = own.filter(
      ({ trust }) => assumes(trust, 'pods.eks.amazonaws.com', context(cluster('other'))) === 'allowed',
    )
    expect(open.map(({ where }) => where)).toEqual([])
  })
})

describe('the way of audit', () => {
  const group = `arn:aws:logs:us-east-1:${account}:log-group:/aws/eks/paddock-us-east-1/cluster`
  const forward = of('RegionGuard audit-forward-role', 'trust')

  test.each([group, `${group}:*`])('is opened to CloudWatch Logs for %s', (arn) => {
    expect(assumes(forward, 'logs.amazonaws.com', { 'aws:SourceArn': arn })).toBe('allowed')
  })

  test('and to no other group', () => {
    const arn = group.replace('paddock-us-east-1', 'other')
    expect(assumes(forward, 'logs.amazonaws.com', { 'aws:SourceArn': arn })).toBe('not allowed')
  })

  // @see https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-s3
  test('Firehose reads what it has written, as AWS wants it to', () => {
    const call = {
      action: 's3:GetObject',
      resource: `arn:aws:s3:::paddock-audit-landing-${account}-us-east-1/eks-audit/2026/11/28/x`,
    }
    expect(decide([of('RegionGuard audit-delivery-policy', 'identity')], call)).toBe('allowed')
  })
})

// @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
test('flow logs find their group', () => {
  const call = { action: 'logs:DescribeLogGroups', resource: '*' }
  expect(decide([of('Network role-flow-logs-policy', 'identity')], call)).toBe('allowed')
})

// @see https://docs.aws.amazon.com/aws-backup/latest/devguide/security-iam-awsmanpol.html
describe('AWS Backup', () => {
  const role = of('RegionGuard backup-policy', 'identity')

  test('tags what it makes', () => {
    const call = {
      action: 'backup:TagResource',
      resource: `arn:aws:backup:us-east-1:${account}:recovery-point:x`,
    }
    expect(decide([role], call)).toBe('allowed')
  })

  test('looks at a vault’s key by way of no other service', () => {
    expect(decide([role], { action: 'kms:DescribeKey', resource: '⟦keys.data⟧' })).toBe('allowed')
  })
})
