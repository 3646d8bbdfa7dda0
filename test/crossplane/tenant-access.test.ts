import { describe, expect, test } from 'vitest'
import { providerRoles } from '../../crossplane/apis/kubernetes-cluster/provider-roles.ts'
import { accessPolicy } from '../../crossplane/apis/shared-file-system/policy.ts'
import { tenantSecrets } from '../../crossplane/apis/tenant-secrets/api.ts'
import { tenantSecretsPlans } from '../../crossplane/apis/tenant-secrets/composition.ts'
import type { Document } from '../../crossplane/compose/iam.ts'
import { efsMountPolicy } from '../../crossplane/iam/efs-mount.ts'
import { readerPolicy, secretPolicy } from '../../crossplane/iam/tenant-secrets.ts'
import { providerRole, tenantReaderRole } from '../../lib/resolve/role-names.ts'
import { decide } from '../support/iam.ts'
import { composedPolicies } from './policies.ts'
import { fileCases, filled, secretArn, secretCases } from './tenant-access.ts'

describe('the secret of acme', () => {
  test.each(secretCases)('$what: $decision', ({ policies, call, decision }) => {
    expect(decide(policies, call)).toBe(decision)
  })
})

describe('the session of acme’s Open WebUI', () => {
  test.each(fileCases)('$what: $decision', ({ policies, call, decision }) => {
    expect(decide(policies, call)).toBe(decision)
  })
})

test('a tenant’s session mounts nobody’s access point: the file system asks IAM, and IAM says nothing', () => {
  const [mount] = fileCases.filter(({ what }) => what === 'mounts a file system')
  if (!mount) throw new Error('the case is gone')
  const principal = 'arn:aws:sts::111122223333:assumed-role/paddock-us-east-1-tenant/pod'
  const secure = { 'elasticfilesystem:AccessedViaMountTarget': 'true', 'aws:SecureTransport': 'true' }
  const call = { ...mount.call, principal, context: { ...mount.call.context, ...secure } }
  expect(decide([...mount.policies, accessPolicy], call)).toBe('not allowed')
})

test('the driver’s pods on nodes mount an access point of the account, and nothing past it', () => {
  const accountId = '111122223333'
  const of = (resource: string) => `arn:aws:elasticfilesystem:us-east-1:${accountId}:${resource}`
  const mount = efsMountPolicy({ accountId, region: 'us-east-1', clusterName: 'paddock-us-east-1' })
  const files = JSON.parse(
    JSON.stringify(accessPolicy)
      .replaceAll('⟦claim.status.arn⟧', of('file-system/fs-1'))
      .replaceAll('⟦accountId⟧', accountId)
      .replaceAll('⟦region⟧', 'us-east-1'),
  ) as Document
  const secure = { 'elasticfilesystem:AccessedViaMountTarget': 'true', 'aws:SecureTransport': 'true' }
  const through = { ...secure, 'elasticfilesystem:AccessPointArn': of('access-point/fsap-1') }
  const call = (action: string, context: Record<string, string>) =>
    decide([mount, files], {
      action: `elasticfilesystem:${action}`,
      resource: of('file-system/fs-1'),
      principal: `arn:aws:iam::${accountId}:role/paddock-us-east-1-efs-mount`,
      context,
    })
  expect(call('ClientMount', through)).toBe('allowed')
  expect(call('ClientWrite', through)).toBe('allowed')
  expect(call('ClientMount', secure)).toBe('denied')
  expect(call('ClientMount', { ...through, 'aws:SecureTransport': 'false' })).toBe('denied')
  expect(call('ClientRootAccess', through)).toBe('denied')
})

test('the roles that a secret’s policy spares are the ones that are made', () => {
  const made = (name: string) => name.replace('⟦claim.region⟧', 'us-west-2')
  const provider = providerRoles.find(({ name }) => name === 'provider-aws-secretsmanager')
  expect(made(provider?.roleName ?? '')).toBe(providerRole('us-west-2', 'secretsmanager'))
  const reader = tenantSecretsPlans[0]?.resources.find(({ name }) => name === 'reader')
  const name = reader?.patches.find(({ toFieldPath }) => toFieldPath.includes('external-name'))?.combine
  expect(name?.string.fmt.replace('%s', 'us-west-2').replace('%s', 'acme')).toBe(
    tenantReaderRole('us-west-2', 'acme'),
  )
})

test('these are the policies that AWS gets', () => {
  const composed = composedPolicies([{ api: tenantSecrets, plans: tenantSecretsPlans }])
  const of = (where: string) => composed.find((one) => one.where === where)?.document
  expect(of('TenantSecrets reader-policy')).toEqual(readerPolicy('alone'))
  expect(of('TenantSecrets replicated reader-policy')).toEqual(readerPolicy('replicated'))
  expect(of('TenantSecrets standby reader-policy')).toEqual(readerPolicy('standby'))
  expect(of('TenantSecrets policy')).toEqual(secretPolicy('alone'))
  expect(of('TenantSecrets replicated policy')).toEqual(secretPolicy('replicated'))
})

test('a reader’s pattern takes its own secret alone, whatever ids there are', () => {
  const ids = ['a', 'a-secrets', 'a-secrets-abcdef', 'b', 'ab', 'a-b', 'tenant-a']
  const read = (reader: string, of: string) =>
    decide([filled(readerPolicy('replicated'), reader)], {
      action: 'secretsmanager:GetSecretValue',
      resource: secretArn(of),
    })
  for (const reader of ids) {
    expect(ids.filter((of) => read(reader, of) === 'allowed')).toEqual([reader])
  }
})

describe('the copy of a certificate', () => {
  const certificate = (region: string, of: string) =>
    `arn:aws:secretsmanager:${region}:111122223333:secret:tenant-${of}-certificate-AbCdEf`
  const may = (kind: 'alone' | 'replicated' | 'standby', action: string, resource: string) =>
    decide([filled(readerPolicy(kind), 'acme')], { action: `secretsmanager:${action}`, resource }) ===
    'allowed'

  test('is put into the other region by the home’s reader, and by no reader without a standby', () => {
    const there = certificate('us-west-2', 'acme')
    for (const action of ['CreateSecret', 'PutSecretValue']) {
      expect([action, may('replicated', action, there)]).toEqual([action, true])
      expect([action, may('alone', action, there)]).toEqual([action, false])
      expect([action, may('replicated', action, certificate('us-east-1', 'acme'))]).toEqual([action, false])
      expect([action, may('replicated', action, certificate('us-west-2', 'globex'))]).toEqual([action, false])
    }
  })

  test('is read where the tenant stands by, and written by nothing there', () => {
    const here = certificate('us-east-1', 'acme')
    expect(may('standby', 'GetSecretValue', here)).toBe(true)
    expect(may('standby', 'PutSecretValue', here)).toBe(false)
    expect(may('standby', 'PutSecretValue', secretArn('acme'))).toBe(false)
    expect(may('standby', 'GetSecretValue', certificate('us-east-1', 'globex'))).toBe(false)
  })
})
