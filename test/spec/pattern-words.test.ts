import { describe, expect, test } from 'vitest'
import { type RenderedFinding, render } from '../../lib/findings/render.ts'
import { checkShape } from '../../lib/rules/shape.ts'
import { clusterSchema } from '../../lib/spec/cluster.ts'
import { tenantSchema } from '../../lib/spec/tenant.ts'

interface Pattern {
  readonly place: string
  readonly pattern: string
  readonly words: unknown
  readonly example: unknown
}

/** Patterns of values and of keys, wherever a schema holds them. */
function patternsOf(schema: unknown, place: string): Pattern[] {
  if (Array.isArray(schema)) return schema.flatMap((one, index) => patternsOf(one, `${place}[${index}]`))
  if (typeof schema !== 'object' || schema === null) return []
  const {
    pattern,
    patternProperties,
    patternErrorMessage: words,
    examples,
  } = schema as Record<string, unknown>
  const own = (text: string, example: unknown) => ({ place, pattern: text, words, example })
  // A key of any name is a map without rules for its keys.
  const keys = Object.keys((patternProperties ?? {}) as object).filter((text) => text !== '^.*$')
  return [
    ...(typeof pattern === 'string' ? [own(pattern, (examples as unknown[] | undefined)?.[0])] : []),
    ...keys.map((text) => own(text, undefined)),
    ...Object.entries(schema).flatMap(([name, child]) => patternsOf(child, `${place}.${name}`)),
  ]
}

const patterns = [...patternsOf(tenantSchema, 'tenant'), ...patternsOf(clusterSchema, 'cluster')]

test('there are patterns of values and of keys', () => {
  expect(patterns.length).toBeGreaterThan(30)
  expect(patterns.some(({ place }) => place.endsWith('.cells'))).toBe(true)
})

test.each(patterns)('$place says in words what $pattern asks for', ({ pattern, words, example }) => {
  expect(words).toMatch(/^must (not )?be|^must not begin/)
  expect(words).not.toMatch(/[\\^$|*[\]{}]/)
  if (example !== undefined) expect(example).toMatch(new RegExp(pattern))
})

const tenant = { id: 'acme', tier: 'standard', cell: 'c', contacts: { owner: 'it@acme.example' } }
const issuer = {
  issuer: 'https://sso.example',
  clientId: 'x',
  cidrs: ['203.0.113.0/24'],
  allowedDomains: ['sso.example'],
}
const gitOps = { repository: 'https://git.example/platform.git', revision: 'main' }
const cluster = {
  kind: 'local',
  name: 'small',
  domain: 'small.localhost',
  gitOps,
  operatorGroups: ['ops'],
  contact: 'it@git.example',
  network: { podCidrs: ['10.0.0.0/8'], apiServerCidrs: ['172.16.0.0/12'] },
  cells: { a1: { capacity: { tenants: 5, connections: 400, databaseGiB: 50, filesGiB: 50 } } },
}

describe('a wrong value is told in words', () => {
  test.each([
    ['tenant', 'id', { ...tenant, id: 'Acme Inc' }],
    ['tenant', 'displayName', { ...tenant, displayName: 'two\nlines' }],
    ['tenant', 'contacts.owner', { ...tenant, contacts: { owner: 'nobody' } }],
    ['tenant', 'identityProvider.issuer', { ...tenant, identityProvider: { ...issuer, issuer: 'sso' } }],
    ['tenant', 'identityProvider.cidrs[0]', { ...tenant, identityProvider: { ...issuer, cidrs: ['all'] } }],
    ['tenant', 'access.adminGroups[0]', { ...tenant, access: { adminGroups: ['system:masters'] } }],
    ['tenant', 'cost.center', { ...tenant, cost: { center: '-' } }],
    ['tenant', 'modelDigests.x', { ...tenant, modelDigests: { x: 'latest' } }],
    ['cluster', 'name', { ...cluster, name: 'Small' }],
    ['cluster', 'contact', { ...cluster, contact: 'ops' }],
    ['cluster', 'network.podCidrs[0]', { ...cluster, network: { ...cluster.network, podCidrs: ['10.0'] } }],
    ['cluster', 'cells.Big One', { ...cluster, cells: { ...cluster.cells, 'Big One': cluster.cells.a1 } }],
  ] as const)('%s %s', (kind, field, spec) => {
    const findings = checkShape(kind, 'file', spec)
    expect(findings.map((one) => one.field)).toEqual([field])
    const [{ why, remedy }] = findings.map(render) as [RenderedFinding]
    for (const text of [why, remedy]) expect(text).not.toMatch(/pattern|[\^$|]|\[[a-z0-9]/)
  })

  test('all is well with the values that they are changed from', () => {
    expect(checkShape('tenant', 'file', { ...tenant, identityProvider: issuer })).toEqual([])
    expect(checkShape('cluster', 'file', cluster)).toEqual([])
  })
})

test.each([
  'ssh://git@git.example/platform.git',
  'git@git.example:platform.git',
  'git.example:platform.git',
  'git://git.example/platform.git',
  'http://git.example/platform.git',
  'https://token@git.example/platform.git',
  'https://git.example',
])('the repository %s is refused: Argo CD has a token for HTTPS and nothing else', (repository) => {
  const findings = checkShape('cluster', 'file', { ...cluster, gitOps: { ...gitOps, repository } })
  expect(findings.map(render)).toMatchObject([
    { field: 'gitOps.repository', why: expect.stringContaining('must be an https://') },
  ])
})
