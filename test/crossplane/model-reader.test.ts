import { describe, expect, test } from 'vitest'
import { tenantStorage } from '../../crossplane/apis/tenant-storage/api.ts'
import { tenantStoragePlans } from '../../crossplane/apis/tenant-storage/composition.ts'
import { regionBucket } from '../../crossplane/buckets/names.ts'
import { modelReaderPolicy } from '../../crossplane/iam/model-reader.ts'
import { modelsBucket } from '../../lib/catalog/model-store.ts'
import { identitiesOf, identitiesPerTenant } from '../../lib/resolve/pod-identities.ts'
import { decide } from '../support/iam.ts'

const accountId = '111122223333'
const region = 'us-east-1'
const clusterArn = `arn:aws:eks:${region}:${accountId}:cluster/paddock-${region}`
const dataKey = `arn:aws:kms:${region}:${accountId}:key/data`
const policy = modelReaderPolicy({ accountId, region, dataKey, clusterArn })
const own = `arn:aws:s3:::paddock-models-${accountId}-${region}`
/** The session of acme's Job, as Pod Identity tags it. */
const session = {
  'aws:PrincipalTag/kubernetes-namespace': 'tenant-acme',
  'aws:PrincipalTag/kubernetes-service-account': 'fill-models',
  'aws:PrincipalTag/eks-cluster-arn': clusterArn,
  'aws:ResourceAccount': accountId,
}
const blob = `${own}/blobs/sha256-a`

describe('the session of the Job that fills acme’s volume', () => {
  const call = (action: string, resource: string, more: Readonly<Record<string, string>> = {}) =>
    decide([policy], { action, resource, context: { ...session, ...more } })

  test.each([
    ['a blob', blob],
    ['a manifest', `${own}/manifests/registry.ollama.ai/library/mistral/7b@sha256-a`],
  ])('reads %s of its region', (_, resource) => {
    expect(call('s3:GetObject', resource)).toBe('allowed')
  })

  test.each(['PutObject', 'DeleteObject', 'GetObjectVersion', 'GetObjectAttributes', 'PutObjectTagging'])(
    'may not %s',
    (action) => {
      expect(call(`s3:${action}`, blob)).toBe('not allowed')
    },
  )

  test.each([
    ['lists the bucket', 's3:ListBucket', own, {}],
    ['reads elsewhere in the bucket', 's3:GetObject', `${own}/other/a`, {}],
    ['reads the other region’s', 's3:GetObject', blob.replace(region, 'us-west-2'), {}],
    [
      'reads its tenant’s own files',
      's3:GetObject',
      `arn:aws:s3:::paddock-files-${accountId}-us-east-1-a/tenant-acme/a`,
      {},
    ],
    [
      'reads a bucket of that name elsewhere',
      's3:GetObject',
      blob,
      { 'aws:ResourceAccount': '999999999999' },
    ],
    [
      'mounts a file system',
      'elasticfilesystem:ClientMount',
      `arn:aws:elasticfilesystem:${region}:${accountId}:file-system/fs-1`,
      {},
    ],
  ] as const)('%s: not allowed', (_, action, resource, more) => {
    expect(call(action, resource, more)).toBe('not allowed')
  })

  test.each([
    ['another account of the namespace', { 'aws:PrincipalTag/kubernetes-service-account': 'open-webui' }],
    ['a model server’s', { 'aws:PrincipalTag/kubernetes-service-account': 'ollama' }],
    ['a namespace that is no tenant’s', { 'aws:PrincipalTag/kubernetes-namespace': 'kube-system' }],
    ['another cluster', { 'aws:PrincipalTag/eks-cluster-arn': `${clusterArn}-2` }],
  ])('is not %s', (_, more) => {
    expect(call('s3:GetObject', blob, more)).toBe('not allowed')
  })

  const opens = (service: string, context: string) =>
    call('kms:Decrypt', dataKey, {
      'kms:ViaService': `${service}.${region}.amazonaws.com`,
      'kms:EncryptionContext:aws:s3:arn': context,
    })
  test('opens with the key what is in that bucket, by S3, and nothing else', () => {
    expect(opens('s3', own)).toBe('allowed')
    expect(opens('s3', `arn:aws:s3:::paddock-files-${accountId}-us-east-1-a`)).toBe('not allowed')
    expect(opens('rds', own)).toBe('not allowed')
    expect(call('kms:GenerateDataKey', dataKey, { 'kms:ViaService': `s3.${region}.amazonaws.com` })).toBe(
      'not allowed',
    )
  })
})

test('the bucket that is read is the one that the hub makes', () => {
  expect(modelsBucket('⟦keys.accountId⟧', '⟦claim.region⟧')).toBe(regionBucket('models'))
})

test.each([
  ['', 'staying', { 'open-webui': 'roles.tenant', 'fill-models': 'roles.models' }],
  ['leaving', 'leaving', { 'open-webui': 'roles.tenant', export: 'roles.tenant' }],
] as const)(
  'the composition %s binds each account to its role, and no more than is counted',
  (variant, kind, bound) => {
    const plan = tenantStoragePlans.find((one) => (one.variant ?? '') === variant)
    const made = (plan?.resources ?? []).filter(({ base }) => base.kind === 'PodIdentityAssociation')
    const pairs = made.map(({ base, patches }) => [
      (base.spec as { forProvider: { serviceAccount: string } }).forProvider.serviceAccount,
      patches.find(({ toFieldPath }) => toFieldPath.endsWith('roleArn'))?.fromFieldPath,
    ])
    expect(Object.fromEntries(pairs)).toEqual(bound)
    expect(pairs).toHaveLength(identitiesPerTenant)
    expect(identitiesOf(kind)).toHaveLength(identitiesPerTenant)
    expect(tenantStorage.kind).toBe('TenantStorage')
  },
)
