import { describe, expect, test } from 'vitest'
import { hubRoles } from '../../crossplane/bootstrap/hub-roles.ts'
import type { Document } from '../../crossplane/compose/iam.ts'
import { type Call, decide } from '../support/iam.ts'
import { composedPolicies } from './policies.ts'

const account = '111111111111'
const policies = composedPolicies()

/** A policy as AWS gets it in us-east-1. */
function policyOf(where: string): Document {
  const found = policies.find((one) => one.where === where && one.type === 'resource')
  if (!found) throw new Error(`no policy of ${where}`)
  const text = JSON.stringify(found.document)
    .replaceAll(/⟦[^⟧]*accountId⟧/g, account)
    .replaceAll('⟦claim.region⟧', 'us-east-1')
  return JSON.parse(text) as Document
}

const eks = hubRoles({ accountId: account, region: 'us-east-1', cluster: 'paddock-hub' }).find(
  ({ role }) => role === 'paddock-hub-provider-aws-eks',
)
const root = `arn:aws:iam::${account}:root`
const key = `arn:aws:kms:us-east-1:${account}:key/0`

describe('EKS takes the key for secrets', () => {
  const grant = (alias: string): Call => ({
    action: 'kms:CreateGrant',
    resource: key,
    principal: root,
    // It does not say that the grant is for a service of AWS.
    context: { 'kms:CallerAccount': account, 'kms:ResourceAliases': [alias] },
  })

  test('in the name of the provider that makes the cluster', () => {
    const call = grant('alias/paddock-cluster')
    expect(decide([policyOf('RegionKeys cluster')], call)).toBe('allowed')
    expect(decide(eks?.policy ? [eks.policy] : [], call)).toBe('allowed')
  })

  test('and no other key', () => {
    const call = grant('alias/paddock-secrets')
    expect(decide(eks?.policy ? [eks.policy] : [], call)).toBe('not allowed')
    expect(decide([policyOf('RegionKeys secrets')], call)).toBe('not allowed')
  })
})

describe('who tells the operators', () => {
  const topic = `arn:aws:sns:us-east-1:${account}:paddock-alarms`
  const tells = (principal: string, context: Call['context'] = {}) => [
    decide([policyOf('RegionGuard alarms-policy')], {
      action: 'sns:Publish',
      resource: topic,
      principal,
      context,
    }),
    decide([policyOf('RegionKeys logs')], {
      action: 'kms:GenerateDataKey',
      resource: key,
      principal,
      context,
    }),
  ]

  test('EventBridge, which names no account', () => {
    expect(tells('events.amazonaws.com')).toEqual(['allowed', 'allowed'])
  })

  test('CloudWatch, for this account alone', () => {
    const of = (id: string) => tells('cloudwatch.amazonaws.com', { 'aws:SourceAccount': id })
    expect(of(account)).toEqual(['allowed', 'allowed'])
    expect(of('222222222222')).toEqual(['not allowed', 'not allowed'])
  })
})

test('EventBridge fills the queue of interruptions for our rules, of which it says no more than the name', () => {
  const sends = (rule: string) =>
    decide([policyOf('NodeFleet queue-policy')], {
      action: 'sqs:SendMessage',
      resource: `arn:aws:sqs:us-east-1:${account}:paddock-us-east-1-interruptions`,
      principal: 'events.amazonaws.com',
      context: { 'aws:SourceArn': `arn:aws:events:us-east-1:${rule}` },
    })
  expect(sends(`${account}:rule/paddock-us-east-1-rebalance`)).toBe('allowed')
  expect(sends(`${account}:rule/mine`)).toBe('not allowed')
  expect(sends('222222222222:rule/paddock-us-east-1-rebalance')).toBe('not allowed')
})
