import fc from 'fast-check'
import { expect, test } from 'vitest'
import { render } from '../../lib/findings/render.ts'
import { databaseAdminSecret, databaseInstanceSecret, tenantNames } from '../../lib/resolve/names.ts'
import { checkNames, databaseNames, nameLimits } from '../../lib/rules/names.ts'
import { tenantFile } from '../../lib/rules/tenant-file.ts'
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
    volumes: [names.modelVolume, names.cacheVolume],
    RDS: databaseNames(id),
  }
}

function clashes(one: string, other: string): string[] {
  const there = spaces(other)
  return Object.entries(spaces(one)).flatMap(([space, names]) =>
    names.filter((name) => there[space]?.includes(name)),
  )
}

const named = (id: string) =>
  tenantFile('f', { id, tier: 'standard', cell: 'c', contacts: { owner: 'a@b.c' } })
const allowed = (id: string) => checkNames(named(id)).length === 0

test('no two ids derive one name in one place', () => {
  fc.assert(
    fc.property(tenantId, tenantId, (one, other) => {
      fc.pre(one !== other && allowed(one) && allowed(other))
      expect(clashes(one, other)).toEqual([])
    }),
    { numRuns: 2000 },
  )
})

test('an id that would be the name of another tenant’s copy is refused', () => {
  expect(clashes('acme', 'acme-replica')).toEqual(['paddock-tenant-acme-replica'])
  expect(
    checkNames(named('acme-replica'))
      .map(render)
      .map(({ code, why }) => `${code}: ${why}`),
  ).toEqual(['reserved-id: RDS calls the copy of a database of tenant acme paddock-tenant-acme-replica'])
  expect(allowed('replica')).toBe(true)
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
  expect(checkNames(named('a'.repeat(tenantIdMaxLength)))).toEqual([])
  const long = checkNames(named('a'.repeat(49)))
  expect(
    long.map(render).map(({ code, file, field, why, remedy }) => [code, file, field, why, remedy].join('; ')),
  ).toMatchInlineSnapshot(`
    [
      "name-length; f; id; tenant-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-secrets is longer than the 63 characters of Kubernetes; choose a shorter id",
      "name-length; f; id; database-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-00000000-00000 is longer than the 63 characters of Kubernetes; choose a shorter id",
      "name-length; f; id; cache-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-00000000-00000 is longer than the 63 characters of Kubernetes; choose a shorter id",
      "name-length; f; id; secrets-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-00000000-00000 is longer than the 63 characters of Kubernetes; choose a shorter id",
      "name-length; f; id; paddock-tenant-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa is longer than the 40 characters of ElastiCache user; choose a shorter id",
      "name-length; f; id; paddock-us-east-1-tenant-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-secrets is longer than the 64 characters of IAM role; choose a shorter id",
      "name-length; f; id; paddock-tenant-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa is longer than the 40 characters of ElastiCache group; choose a shorter id",
      "name-length; f; id; paddock-tenant-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa is longer than the 63 characters of RDS; choose a shorter id",
      "name-length; f; id; paddock-tenant-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-replica is longer than the 63 characters of RDS; choose a shorter id",
    ]
  `)
  expect(nameLimits.map(({ system }) => system)).toContain('PostgreSQL')
})
