import { describe, expect, test } from 'vitest'
import { render } from '../../lib/findings/render.ts'
import { checkIdentity } from '../../lib/rules/identity.ts'
import { checkShape } from '../../lib/rules/shape.ts'
import { completeTenant } from '../../lib/spec/complete.ts'
import type { TenantSpec } from '../../lib/spec/index.ts'

const file = 'tenants/aa.ts'
const provider = {
  issuer: 'https://sso.a.example',
  clientId: 'chat',
  cidrs: ['203.0.113.0/24'],
  allowedDomains: ['a.example'],
}
const tenant = (identityProvider: object) => ({
  id: 'aa',
  tier: 'standard',
  cell: 'c',
  contacts: { owner: 'it@a.example' },
  identityProvider,
})
/** Findings of the shape, or those of the rule where the shape holds. */
function found(more: object): string[] {
  const spec = tenant({ ...provider, ...more })
  const shape = checkShape('tenant', file, spec)
  const all =
    shape.length > 0 ? shape : checkIdentity({ file, spec: completeTenant(spec as unknown as TenantSpec) })
  return all.map(render).map(({ field, why, remedy }) => `${field}: ${why} → ${remedy}`)
}

test('a clear provider has no finding', () => {
  expect(found({})).toEqual([])
  expect(
    found({
      allowedDomains: ['*'],
      scopes: ['openid', 'groups'],
      adminRoles: ['chat admin'],
      userRoles: ['staff'],
    }),
  ).toEqual([])
})

test('allowed domains are asked for', () => {
  const { allowedDomains: _, ...without } = provider
  const [finding] = checkShape('tenant', file, tenant(without))
  expect(finding).toMatchObject({ field: 'identityProvider.allowedDomains', code: 'missing-field' })
})

describe('what can mean two things is refused', () => {
  test.each([
    ['no domain', { allowedDomains: [] }, 'identityProvider.allowedDomains'],
    ['any domain and one', { allowedDomains: ['*', 'a.example'] }, 'identityProvider.allowedDomains'],
    [
      'a domain that no address is compared with',
      { allowedDomains: ['A.example'] },
      'identityProvider.allowedDomains[0]',
    ],
    ['a wildcard', { allowedDomains: ['*.a.example'] }, 'identityProvider.allowedDomains[0]'],
    ['an address', { allowedDomains: ['it@a.example'] }, 'identityProvider.allowedDomains[0]'],
    ['two in one', { allowedDomains: ['a.example,b.example'] }, 'identityProvider.allowedDomains[0]'],
    ['no scope', { scopes: [] }, 'identityProvider.scopes'],
    ['scopes without identity', { scopes: ['email'] }, 'identityProvider.scopes'],
    ['two scopes in one', { scopes: ['openid email'] }, 'identityProvider.scopes[0]'],
    ['no administrator', { adminRoles: [] }, 'identityProvider.adminRoles'],
    ['a role that reads as two', { adminRoles: ['it,staff'] }, 'identityProvider.adminRoles[0]'],
    ['a role that loses its blank', { adminRoles: [' it'] }, 'identityProvider.adminRoles[0]'],
    ['any role and one', { userRoles: ['*', 'staff'] }, 'identityProvider.userRoles'],
    ['a role with an asterisk', { userRoles: ['staff*'] }, 'identityProvider.userRoles[0]'],
    ['administrators of any role', { adminRoles: ['*'] }, 'identityProvider.adminRoles[0]'],
    ['no user', { userRoles: [] }, 'identityProvider.userRoles'],
    ['a role of both', { adminRoles: ['user'], userRoles: ['user'] }, 'identityProvider.adminRoles'],
    ['a role of both, by name', { adminRoles: ['it'], userRoles: ['it'] }, 'identityProvider.adminRoles'],
    ['another fate', { withoutRole: 'admin' }, 'identityProvider.withoutRole'],
    [
      'a strict list that people without a role pass',
      { userRoles: ['staff'], withoutRole: 'user' },
      'identityProvider.withoutRole',
    ],
    ['a domain without mail', { allowedDomains: ['paddock.invalid'] }, 'identityProvider.allowedDomains'],
    ['a claim of two words', { emailClaim: 'e mail' }, 'identityProvider.emailClaim'],
    ['a claim that the kubelet would expand', { rolesClaim: '$(PASSWORD)' }, 'identityProvider.rolesClaim'],
    ['a button of two lines', { providerName: 'A\nB' }, 'identityProvider.providerName'],
    ['a button that the kubelet would expand', { providerName: '$(A)' }, 'identityProvider.providerName'],
    ['groups without a name', { groups: { claim: '' } }, 'identityProvider.groups.claim'],
    ['groups that are no list', { groups: true }, 'identityProvider.groups'],
  ])('%s', (_, more, field) => {
    const lines = found(more)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(/ → \S/)
    expect(lines[0]?.split(':')[0]).toBe(field)
  })
})

test('accounts merge by an address that the provider verified, and only within named domains', () => {
  const merging = (more: object) => found({ mergeByVerifiedMail: true, ...more })
  expect(merging({})).toEqual([
    expect.stringMatching(/^identityProvider\.mergeByVerifiedMail: accounts merge by mail address/),
  ])
  expect(merging({ allowedDomains: ['*'] }).join('\n')).toMatch(/bootstrap administrator/)
  expect(merging({ emailClaim: 'preferred_username' }).join('\n')).toMatch(/verify the claim email/)
})
