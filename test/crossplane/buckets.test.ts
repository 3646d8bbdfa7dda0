import { describe, expect, test } from 'vitest'
import { hubApis } from '../../crossplane/apis/hub-apis.ts'
import { keyPolicies } from '../../crossplane/apis/region-keys/policy.ts'
import type { BucketPlan } from '../../crossplane/buckets/plan.ts'
import { bucketPolicy } from '../../crossplane/buckets/policy.ts'
import { replicationPolicy } from '../../crossplane/buckets/replication.ts'
import { type Document, documentText } from '../../crossplane/compose/iam.ts'
import { fromSpec } from '../../crossplane/compose/patch.ts'
import { decide } from '../support/iam.ts'
import { composedPolicies } from './policies.ts'

const fill: Readonly<Record<string, string>> = {
  'keys.accountId': '1',
  'claim.status.accountId': '1',
  'claim.region': 'us-east-1',
  'claim.peerRegion': 'us-west-2',
  'keys.data': 'arn:aws:kms:us-east-1:1:key/data',
  'peer.keys.data': 'arn:aws:kms:us-west-2:1:key/data',
}
/** The document with its slots filled as the environment would. */
function filled(document: Document): Document {
  return JSON.parse(
    documentText(document).replaceAll(/⟦#?([^⟧]+)⟧/g, (_, path: string) => fill[path] ?? `<${path}>`),
  ) as Document
}

describe('a bucket', () => {
  const plan: BucketPlan = {
    name: 'files',
    bucket: 'paddock-files',
    inRegion: fromSpec('region', 'spec.forProvider.region'),
    encryption: { keyArn: 'keys.data' },
    statements: [],
    lifecycle: [],
  }
  const policy = filled(bucketPolicy(plan))
  const own: Document = {
    Version: '2012-10-17',
    Statement: [{ Sid: 'All', Effect: 'Allow', Action: 's3:PutObject', Resource: '*' }],
  }
  const put = (context: Record<string, string>) =>
    decide([own, policy], { action: 's3:PutObject', resource: 'arn:aws:s3:::paddock-files/a', context })
  const tls = { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3' }
  const key = 's3:x-amz-server-side-encryption-aws-kms-key-id'

  test.each([
    ['over TLS 1.3, with the bucket’s key by default', tls, 'allowed'],
    ['over TLS 1.2', { ...tls, 's3:TlsVersion': '1.2' }, 'allowed'],
    ['over TLS 1.1', { ...tls, 's3:TlsVersion': '1.1' }, 'denied'],
    ['without TLS', { 'aws:SecureTransport': 'false' }, 'denied'],
    ['with the bucket’s key by name', { ...tls, [key]: 'arn:aws:kms:us-east-1:1:key/data' }, 'allowed'],
    ['with another key', { ...tls, [key]: 'arn:aws:kms:us-east-1:1:key/other' }, 'denied'],
  ] as const)('written %s', (_, context, decision) => {
    expect(put(context)).toBe(decision)
  })
})

describe('the copying of models', () => {
  const place = (region: string, keyArn: string) => ({ bucket: `paddock-models-${region}`, keyArn, region })
  const policy = filled(
    replicationPolicy({ from: place('us-east-1', 'keys.data'), to: place('us-west-2', 'peer.keys.data') }),
  )
  const from = 'arn:aws:s3:::paddock-models-us-east-1/llama'
  const to = 'arn:aws:s3:::paddock-models-us-west-2/llama'
  const context = (region: string, object: string) => ({
    'kms:ViaService': `s3.${region}.amazonaws.com`,
    'kms:EncryptionContext:aws:s3:arn': object,
  })
  test.each([
    ['s3:GetObjectVersionForReplication', from, {}, 'allowed'],
    ['s3:GetObject', from, {}, 'not allowed'],
    ['s3:ReplicateObject', to, {}, 'allowed'],
    ['s3:ReplicateObject', from, {}, 'not allowed'],
    ['s3:PutObject', to, {}, 'not allowed'],
    ['kms:Decrypt', 'arn:aws:kms:us-east-1:1:key/data', context('us-east-1', from), 'allowed'],
    [
      'kms:Decrypt',
      'arn:aws:kms:us-east-1:1:key/data',
      context('us-east-1', 'arn:aws:s3:::other/x'),
      'not allowed',
    ],
    ['kms:Decrypt', 'arn:aws:kms:us-west-2:1:key/data', context('us-west-2', to), 'not allowed'],
    ['kms:GenerateDataKey', 'arn:aws:kms:us-west-2:1:key/data', context('us-west-2', to), 'allowed'],
  ] as const)('%s %s %j is %s', (action, resource, context, decision) => {
    expect(decide([policy], { action, resource, context })).toBe(decision)
  })
})

describe('the keys', () => {
  const root = 'arn:aws:iam::1:root'
  const call = (policy: Document, action: string, context: Record<string, string>, principal = root) =>
    decide([filled(policy)], { action, resource: 'key', principal, context })
  const via = (service: string) => ({
    'kms:CallerAccount': '1',
    'kms:ViaService': `${service}.us-east-1.amazonaws.com`,
  })

  test('are used by way of their services and no other', () => {
    expect(call(keyPolicies.data, 'kms:Decrypt', via('rds'))).toBe('allowed')
    expect(call(keyPolicies.data, 'kms:Decrypt', via('secretsmanager'))).toBe('not allowed')
    expect(call(keyPolicies.data, 'kms:Decrypt', {})).toBe('not allowed')
    expect(call(keyPolicies.secrets, 'kms:Decrypt', via('secretsmanager'))).toBe('allowed')
    expect(call(keyPolicies.data, 'kms:Decrypt', { ...via('rds'), 'kms:CallerAccount': '2' })).toBe(
      'not allowed',
    )
  })

  test('are given to services alone', () => {
    const grant = { ...via('rds'), 'kms:GrantIsForAWSResource': 'true' }
    expect(call(keyPolicies.data, 'kms:CreateGrant', grant)).toBe('allowed')
    expect(
      call(keyPolicies.data, 'kms:CreateGrant', { ...grant, 'kms:GrantIsForAWSResource': 'false' }),
    ).toBe('not allowed')
  })

  test('are kept in order by the account, which can neither use nor delete them', () => {
    for (const policy of Object.values(keyPolicies)) {
      expect(call(policy, 'kms:PutKeyPolicy', {})).toBe('allowed')
      expect(call(policy, 'kms:ScheduleKeyDeletion', {})).toBe('not allowed')
      expect(call(policy, 'kms:Decrypt', {})).toBe('not allowed')
    }
  })

  test('open disks to the autoscaler’s own role and to nobody else of the account', () => {
    const scaling =
      'arn:aws:iam::1:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling'
    const context = via('ec2')
    expect(call(keyPolicies.cluster, 'kms:Decrypt', context, scaling)).toBe('allowed')
    expect(call(keyPolicies.cluster, 'kms:Decrypt', context, 'arn:aws:iam::1:role/other')).toBe('not allowed')
  })
})

test('every policy of the hub speaks of this account or of one resource', () => {
  const foreign = composedPolicies(hubApis).filter(({ document }) =>
    /arn:aws:[a-z0-9-]*:[^:"]*:[0-9]{12}/.test(JSON.stringify(document)),
  )
  expect(foreign.map(({ where }) => where)).toEqual([])
})
