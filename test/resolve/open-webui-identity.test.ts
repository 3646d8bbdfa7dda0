import { expect, test } from 'vitest'
import { bootstrapAdministrator } from '../../lib/resolve/open-webui-identity.ts'
import { environment } from '../support/environment.ts'

const provider = {
  issuer: 'https://sso.a.example/realms/staff/',
  clientId: 'chat',
  cidrs: ['203.0.113.0/24'],
  allowedDomains: ['a.example', 'b.example'],
}
const sso = (more: object = {}) => environment({ identityProvider: { ...provider, ...more } })

test('an account that nobody can sign in to is the first, so that no person becomes administrator by being first', () => {
  expect(sso()).toMatchObject({
    WEBUI_ADMIN_EMAIL: 'bootstrap@paddock.invalid',
    WEBUI_ADMIN_PASSWORD: { key: 'admin-password' },
    ENABLE_PASSWORD_AUTH: 'false',
    ENABLE_LOGIN_FORM: 'false',
    ENABLE_SIGNUP: 'false',
    // A person with that address at the provider would get an error and not the account.
    OAUTH_MERGE_ACCOUNTS_BY_EMAIL: 'false',
  })
  // RFC 2606: no such domain will ever be.
  expect(bootstrapAdministrator).toMatch(/@[a-z.]+\.invalid$/)
})

test('a tenant without a provider has a first administrator who signs in by password', () => {
  const env = environment({ contacts: { owner: 'it@a.example', technical: 'sre@a.example' } })
  expect(env).toMatchObject({
    WEBUI_ADMIN_EMAIL: 'sre@a.example',
    ENABLE_LOGIN_FORM: 'true',
    ENABLE_SIGNUP: 'false',
  })
  expect(Object.keys(env).filter((name) => /OAUTH|OPENID/.test(name))).toEqual([])
})

test('everybody whom the provider knows chats, unless a strict list says who does', () => {
  expect(sso()).toMatchObject({ DEFAULT_USER_ROLE: 'user', OAUTH_ALLOWED_ROLES: '*,admin' })
  expect(sso({ userRoles: ['staff'] })).toMatchObject({
    DEFAULT_USER_ROLE: 'pending',
    OAUTH_ALLOWED_ROLES: 'staff,admin',
  })
  expect(sso({ withoutRole: 'pending' })).toMatchObject({ DEFAULT_USER_ROLE: 'pending' })
})

test('claims and the button are those of the file', () => {
  expect(sso()).toMatchObject({
    OAUTH_EMAIL_CLAIM: 'email',
    OAUTH_USERNAME_CLAIM: 'name',
    OAUTH_PROVIDER_NAME: 'SSO',
  })
  const own = { emailClaim: 'upn', usernameClaim: 'preferred_username', providerName: 'Acme' }
  expect(sso(own)).toMatchObject({
    OAUTH_EMAIL_CLAIM: 'upn',
    OAUTH_USERNAME_CLAIM: 'preferred_username',
    OAUTH_PROVIDER_NAME: 'Acme',
  })
})

test('no picture is fetched: its host is not among the addresses that a pod may reach', () => {
  expect(sso()['OAUTH_PICTURE_CLAIM']).toBe('')
  expect(Object.keys(sso())).not.toContain('OAUTH_UPDATE_PICTURE_ON_LOGIN')
})

test('groups follow the provider where the file says so', () => {
  expect(Object.keys(sso()).filter((name) => name.includes('GROUP'))).toEqual([])
  expect(sso({ groups: {} })).toMatchObject({
    ENABLE_OAUTH_GROUP_MANAGEMENT: 'true',
    ENABLE_OAUTH_GROUP_CREATION: 'false',
    OAUTH_GROUPS_CLAIM: 'groups',
  })
  expect(sso({ groups: { claim: 'teams', create: true } })).toMatchObject({
    ENABLE_OAUTH_GROUP_CREATION: 'true',
    OAUTH_GROUPS_CLAIM: 'teams',
  })
})

test('accounts merge only where the file says so', () => {
  expect(sso({ mergeByVerifiedMail: true })['OAUTH_MERGE_ACCOUNTS_BY_EMAIL']).toBe('true')
})

test('people who wait are shown a person to ask, not the bootstrap account', () => {
  expect(sso()['ADMIN_EMAIL']).toBe('it@a.example')
})

test('roles and domains are those of the file', () => {
  expect(sso()).toMatchObject({
    OAUTH_ADMIN_ROLES: 'admin',
    OAUTH_ALLOWED_ROLES: '*,admin',
    OAUTH_ALLOWED_DOMAINS: 'a.example,b.example',
    OAUTH_SCOPES: 'openid email profile',
  })
  const own = sso({ adminRoles: ['chat admin', 'owner'], userRoles: ['staff'], allowedDomains: ['*'] })
  expect(own).toMatchObject({
    OAUTH_ADMIN_ROLES: 'chat admin,owner',
    OAUTH_ALLOWED_ROLES: 'staff,chat admin,owner',
    OAUTH_ALLOWED_DOMAINS: '*',
    OAUTH_ROLES_SEPARATOR: ',',
  })
})

test('a role that was taken away ends with the working day, or at once when the provider signs the person out', () => {
  expect(sso()).toMatchObject({ JWT_EXPIRES_IN: '8h', ENABLE_OAUTH_BACKCHANNEL_LOGOUT: 'true' })
})

test('sign-out reaches the provider by its own discovery document', () => {
  const env = sso()
  expect(env['OPENID_PROVIDER_URL']).toBe(
    'https://sso.a.example/realms/staff/.well-known/openid-configuration',
  )
  expect(Object.keys(env)).not.toContain('OPENID_END_SESSION_ENDPOINT')
})
