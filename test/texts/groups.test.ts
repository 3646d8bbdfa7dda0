import { describe, expect, test } from 'vitest'
import { checkShape } from '../../lib/rules/shape.ts'
import { checkTenantGroups } from '../../lib/rules/tenant-groups.ts'
import type { TenantSpec } from '../../lib/spec/index.ts'
import { clusters, fleetOf, plain } from '../support/fleet.ts'

const [operators = ''] = clusters.east.operatorGroups
const tenants = ['acme', 'acme-labs'].map((id) => ({ ...plain, id }) as TenantSpec)
const globex = (group: string, field = 'adminGroups') =>
  ({ ...plain, id: 'globex', access: { [field]: [group] } }) as TenantSpec

/** Codes of the findings on one group of globex: of its shape, or else of the rule. */
function codes(group: string, field?: string): string[] {
  const spec = globex(group, field)
  const shape = checkShape('tenant', 'tenants/globex.ts', spec)
  const all = shape.length > 0 ? shape : checkTenantGroups(fleetOf([...tenants, spec]))
  return all.map(({ code }) => code)
}

test.each([
  'globex:admins',
  'globex-admins',
  '/globex/admins',
  'Chat Admins',
  'acmenet:it',
  '3f2b8c1e-9a77-4c55-8f31-1d0c6a1b2c3d',
  'admins@globex.example',
])('%s is a group that a tenant may name', (group) => {
  expect(codes(group)).toEqual([])
})

describe.each(['adminGroups', 'auditorGroups'])('in %s', (field) => {
  test.each([operators, operators.toUpperCase(), `/${operators}`])(
    '%s, of the operators, is refused',
    (group) => {
      expect(codes(group, field)).toEqual(['operator-group'])
    },
  )

  test.each([
    'acme:it',
    'ACME:it',
    '/acme/it',
    'acme-it',
    'acme_it',
    'acme.it',
    'acme',
    'acme it',
    'acme-labs:it',
  ])('%s, with the name of another tenant, is refused', (group) => {
    expect(codes(group, field)).toEqual(['foreign-group'])
  })

  test.each([
    'system:masters',
    'eks:admins',
    'aws:admins',
    'role:operator',
    'proj:tenant-acme:administrator',
    'a,role:operator',
    'a\ng, globex, role:operator',
    'a\r\nb',
    'a"b',
    "a'b",
    ' a',
    'a ',
    'a  b',
    '*',
    'globex:*',
    'gl\u043ebex:admins',
    'a\u2028b',
    'a\u0000b',
    '#a',
    'a%b',
    'a\\b',
    'a(b)',
    '',
  ])('%j is no name of a group', (group) => {
    expect(codes(group, field)).toEqual(['wrong-value'])
  })
})

test.each(['a,b', 'a\ng, acme, role:operator', 'system:masters', '"', ' '])(
  'operators have no group %j either',
  (group) => {
    const spec = { ...clusters.east, operatorGroups: [group] }
    expect(checkShape('cluster', 'clusters/x.ts', spec).map(({ field }) => field)).toEqual([
      'operatorGroups[0]',
    ])
  },
)
