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
  expect(of('TenantSecrets reader-policy')).toEqual(readerPolicy)
  expect(of('TenantSecrets policy')).toEqual(secretPolicy('alone'))
  expect(of('TenantSecrets replicated policy')).toEqual(secretPolicy('replicated'))
})

test('a reader’s pattern takes its own secret alone, whatever ids there are', () => {
  const ids = ['a', 'a-secrets', 'a-secrets-abcdef', 'b', 'ab', 'a-b', 'tenant-a']
  const read = (reader: string, of: string) =>
    decide([filled(readerPolicy, reader)], {
      action: 'secretsmanager:GetSecretValue',
      resource: secretArn(of),
    })
  for (const reader of ids) {
    expect(ids.filter((of) => read(reader, of) === 'allowed')).toEqual([reader])
  }
})
