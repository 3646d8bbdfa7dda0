import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { render } from '../../lib/findings/render.ts'
import { loadSpecs } from '../../lib/pipeline/load.ts'
import { checkFleet } from '../../lib/rules/index.ts'
import type { ClusterSpec, TenantSpec } from '../../lib/spec/index.ts'
import { clusters, fleetOf, plain, type Regional } from '../support/fleet.ts'

const tenants = (count: number, change: Partial<TenantSpec> = {}): TenantSpec[] =>
  Array.from({ length: count }, (_, index) => ({ ...plain, id: `t${index}`, ...change }) as TenantSpec)

/** Errors of a fleet in which the eastern cluster has a mistake. */
function errors(of: readonly TenantSpec[], change: (east: Regional) => ClusterSpec = (east) => east) {
  return checkFleet(fleetOf(of, [clusters.hub, change(clusters.east), clusters.west]))
    .filter(({ level }) => level === 'error')
    .map((one) => ({ ...render(one), code: one.code }))
}

const group = (east: Regional, name: 'cpu' | 'gpu', change: object): ClusterSpec => ({
  ...east,
  nodeGroups: { ...east.nodeGroups, [name]: { ...east.nodeGroups[name], ...change } },
})
const premium: Partial<TenantSpec> = { tier: 'premium', models: ['llama3:8b'] }

describe('a mistake of a cluster’s file is reported there, however many tenants it has', () => {
  const { 'us-east-1-a': cell } = clusters.east.cells as Record<string, Regional['cells'][string]>
  const mistakes: [string, TenantSpec[], (east: Regional) => ClusterSpec][] = [
    [
      'a cell that is renamed',
      tenants(20),
      (east) => ({ ...east, cells: { 'us-east-1-z': cell } }) as ClusterSpec,
    ],
    ['a cell that is gone', tenants(20), (east) => ({ ...east, cells: {} })],
    ['no GPU node', tenants(20, premium), (east) => group(east, 'gpu', { max: 0 })],
    [
      'only GPUs that AWS no longer sells',
      tenants(20, premium),
      (east) => group(east, 'gpu', { types: ['p3.2xlarge'] }),
    ],
    [
      'a cell too small for its tenants',
      tenants(20),
      (east) =>
        ({
          ...east,
          cells: { 'us-east-1-a': { ...cell, capacity: { ...cell?.capacity, tenants: 1 } } },
        }) as ClusterSpec,
    ],
  ]
  test.each(mistakes)('%s', (_, of, change) => {
    const found = errors(of, change)
    expect(found.length).toBeGreaterThan(0)
    expect(found.length).toBeLessThan(8)
    expect([...new Set(found.map(({ file }) => file))]).toEqual(['clusters/us-east-1.ts'])
  })
  test('the finding names tenants, and not all of a thousand', () => {
    const [found] = errors(tenants(1000), (east) => ({ ...east, cells: {} }))
    expect(found?.why).toBe(
      'no cluster declares the cell us-east-1-a, which the tenants t0, t1, t10 and 997 more name',
    )
  })
  test('a tenant that alone misspells a cell hears it in its own file', () => {
    const found = errors([...tenants(3), { ...plain, cell: 'us-esat-1-a' }])
    expect(found.map(({ file, code, remedy }) => [file, code, remedy])).toEqual([
      ['tenants/plain.ts', 'unknown-cell', 'did you mean us-east-1-a?'],
    ])
  })
})

describe('addresses of a tenant that lie in a VPC are reported in its file', () => {
  test.each([
    ['10.32.4.0/24', 'the VPC of us-west-2'],
    ['10.32.208.0/24', 'the VPC of us-west-2'],
    ['10.16.192.0/24', 'the VPC of us-east-1'],
    ['10.16.208.0/24', 'databases'],
    ['10.0.0.0/8', 'pods'],
  ])('%s', (cidr, words) => {
    for (const spec of [
      { ...plain, egress: [{ name: 'x', reason: 'x', cidrs: [cidr], ports: [443] }] },
      {
        ...plain,
        identityProvider: {
          issuer: 'https://login.example',
          clientId: 'x',
          allowedDomains: ['a.example'],
          cidrs: [cidr],
        },
      },
    ] as TenantSpec[]) {
      const found = errors([spec]).filter(({ code }) => code === 'outside')
      expect(found.map(({ file }) => file)).toEqual(['tenants/plain.ts'])
      expect(found[0]?.why).toContain(words)
    }
  })
})

test('one mistake has one text', () => {
  const { 'us-east-1-a': cell } = clusters.east.cells as Record<string, Regional['cells'][string]>
  const found = errors(
    tenants(1),
    (east) =>
      ({
        ...east,
        cells: { 'us-east-1-a': { ...cell, replicateTo: ['us-east-1'] } },
      }) as ClusterSpec,
  )
  const texts = found.map(({ file, field, why }) => `${file} ${field} ${why}`)
  expect(texts).toContain(
    'clusters/us-east-1.ts cells.us-east-1-a.replicateTo us-east-1 is the region of the cell itself',
  )
  expect(new Set(texts).size).toBe(texts.length)
})

test('a remedy never says to take the name of another file', async () => {
  const root = mkdtempSync(join(tmpdir(), 'paddock-names-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const spec = (id: string) =>
    `import { tenant } from '../lib/spec/index.ts'\nexport default tenant({ id: '${id}', tier: 'standard', cell: 'c', contacts: { owner: 'a@b.example' } })\n`
  mkdirSync(join(root, 'tenants'))
  mkdirSync(join(root, 'clusters'))
  writeFileSync(join(root, 'tenants/acme.ts'), spec('acme'))
  writeFileSync(join(root, 'tenants/copy.ts'), spec('acme'))
  writeFileSync(join(root, 'tenants/other.ts'), spec('third'))
  const { findings } = await loadSpecs(root)
  const names = findings.filter(({ code }) => code === 'file-name').map(render)
  expect(names.map(({ file, remedy }) => [file, remedy])).toEqual([
    ['tenants/copy.ts', 'give it the id that its name says: tenants/acme.ts is another file'],
    ['tenants/other.ts', 'rename it to tenants/third.ts'],
  ])
})
