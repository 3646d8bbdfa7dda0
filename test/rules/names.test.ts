import fc from 'fast-check'
import { expect, test } from 'vitest'
import { databaseAdminSecret, databaseInstanceSecret, tenantNames } from '../../lib/resolve/names.ts'
import { checkNames, nameLimits } from '../../lib/rules/names.ts'
import { tenantIdMaxLength } from '../../lib/spec/tenant.ts'
import { tenantId } from '../support/arbitrary.ts'

/** Places where names of different kinds would meet. */
const spaces = (id: string): Record<string, readonly string[]> => {
  const names = tenantNames(id)
  return {
    namespaces: [names.namespace],
    'Secrets Manager': [names.secret, names.certificate],
    PostgreSQL: [names.schema, names.appRole, names.migrateRole],
    'the cache': [names.cacheUser],
    'the platform’s namespace': [
      names.bootstrap,
      databaseAdminSecret(names.instance),
      databaseInstanceSecret(names.instance),
    ],
    volumes: [names.modelVolume],
  }
}

function clashes(one: string, other: string): string[] {
  const there = spaces(other)
  return Object.entries(spaces(one)).flatMap(([space, names]) =>
    names.filter((name) => there[space]?.includes(name)),
  )
}

test('no two ids derive one name in one place', () => {
  fc.assert(
    fc.property(tenantId, tenantId, (one, other) => {
      fc.pre(one !== other)
      expect(clashes(one, other)).toEqual([])
    }),
    { numRuns: 2000 },
  )
})

test.each([
  ['acme', 'acme-secrets'],
  ['acme', 'acme-instance'],
  ['acme', 'acme-database'],
  ['a-b', 'ab'],
  ['app', 'migrate'],
  ['a', 'database-a'],
  ['acme', 'acme-admin'],
  ['a', 'admin-a'],
])('%s and %s stay apart', (one, other) => {
  expect(clashes(one, other)).toEqual([])
})

test('the longest id fits everywhere, one that is longer than allowed does not', () => {
  const spec = (length: number) =>
    ({ id: 'a'.repeat(length), tier: 'standard', cell: 'c', contacts: { owner: 'a@b.c' } }) as const
  expect(checkNames({ file: 'f', spec: spec(tenantIdMaxLength) })).toEqual([])
  expect(checkNames({ file: 'f', spec: spec(64) }).length).toBeGreaterThan(0)
  expect(nameLimits.map(({ system }) => system)).toContain('PostgreSQL')
})
