import { expect, test } from 'vitest'
import { render } from '../../lib/findings/render.ts'
import { checkFleet } from '../../lib/rules/index.ts'
import { checkSharedIdentity } from '../../lib/rules/shared-identity.ts'
import { checkTenantGroups } from '../../lib/rules/tenant-groups.ts'
import type { TenantSpec } from '../../lib/spec/index.ts'
import { fleetOf, plain } from '../support/fleet.ts'

const provider = {
  issuer: 'https://sso.acme.example',
  clientId: 'chat',
  cidrs: ['198.51.100.0/24'],
  allowedDomains: ['acme.example'],
}
const acme = {
  ...plain,
  id: 'acme',
  identityProvider: provider,
  access: { adminGroups: ['acme:it'], auditorGroups: ['staff'] },
} as TenantSpec

const found = (...tenants: readonly TenantSpec[]) =>
  [checkSharedIdentity, checkTenantGroups]
    .flatMap((check) => check(fleetOf(tenants)))
    .map(({ level, code, file, field }) => `${level} ${code} ${file} ${field}`)

test('a copied file that keeps the other’s sign-in and groups is told, field by field', () => {
  const copy = { ...acme, id: 'globex' } as TenantSpec
  const expected = [
    'error shared-client tenants/globex.ts identityProvider.clientId',
    'error foreign-group tenants/globex.ts access.adminGroups[0]',
    'notice shared-group tenants/globex.ts access.auditorGroups[0]',
  ]
  expect(found(acme, copy)).toEqual(expected)
  // In any order of files, and through the loader of every command.
  expect(found(copy, acme)).toEqual(expected)
  expect(checkFleet(fleetOf([acme, copy])).map(({ code }) => code)).toEqual(
    expect.arrayContaining(['shared-client', 'foreign-group', 'shared-group']),
  )
  const [first] = checkSharedIdentity(fleetOf([acme, copy])).map(render)
  expect(first?.why).toMatch(
    /"chat" at https:\/\/sso\.acme\.example is the client of tenant acme \(tenants\/acme\.ts\) too/,
  )
  expect(first?.remedy).toMatch(/register a client of its own/)
})

const other = (fields: object) => ({ ...plain, id: 'globex', ...fields }) as TenantSpec

test.each([
  ['a final slash', 'https://sso.acme.example/'],
  ['the case of the host', 'https://SSO.Acme.example'],
])('%s makes no other provider', (_, issuer) => {
  expect(found(acme, other({ identityProvider: { ...provider, issuer } }))).toHaveLength(1)
})

test.each<[string, object]>([
  ['a client of its own at the same issuer', { identityProvider: { ...provider, clientId: 'chat-globex' } }],
  [
    'the same name of a client elsewhere',
    { identityProvider: { ...provider, issuer: 'https://sso.globex.example' } },
  ],
  [
    'another realm of one server',
    { identityProvider: { ...provider, issuer: 'https://sso.acme.example/realms/g' } },
  ],
  ['groups of its own', { access: { adminGroups: ['globex:it'], auditorGroups: ['globex:audit'] } }],
  ['a group that begins like a tenant’s id', { access: { adminGroups: ['acmenet:it'] } }],
  ['one group for both parts', { access: { adminGroups: ['g'], auditorGroups: ['g'] } }],
])('%s is no finding', (_, fields) => {
  expect(found(acme, other(fields))).toEqual([])
})

test('a tenant whose id begins with another’s is another, and names none of its groups', () => {
  const labs = { ...plain, id: 'acme-labs', access: { adminGroups: ['acme:it'] } } as TenantSpec
  expect(found(acme, labs)).toEqual(['error foreign-group tenants/acme-labs.ts access.adminGroups[0]'])
  const own = { ...labs, access: { adminGroups: ['acme-labs:it', 'acme-labs-audit'] } } as TenantSpec
  expect(found(acme, own)).toEqual([])
})

test('a group with the name of a tenant is foreign even where that tenant does not name it', () => {
  expect(found(acme, other({ access: { auditorGroups: ['acme/board'] } }))).toEqual([
    'error foreign-group tenants/globex.ts access.auditorGroups[0]',
  ])
})
