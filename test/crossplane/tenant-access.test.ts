import { describe, expect, test } from 'vitest'
import { accessPolicy } from '../../crossplane/apis/shared-file-system/policy.ts'
import { tenantSecrets } from '../../crossplane/apis/tenant-secrets/api.ts'
import { tenantSecretsPlans } from '../../crossplane/apis/tenant-secrets/composition.ts'
import { readerPolicy, secretPolicy } from '../../crossplane/iam/tenant-secrets.ts'
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
