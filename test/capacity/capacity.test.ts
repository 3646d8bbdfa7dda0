import { describe, expect, test } from 'vitest'
import { type CapacityScope, fleetCapacity } from '../../lib/capacity/fleet.ts'
import { render } from '../../lib/findings/render.ts'
import { checkFleet } from '../../lib/rules/index.ts'
import type { TenantSpec } from '../../lib/spec/index.ts'
import { clusters, fleetOf, plain, type WrittenRegional } from '../support/fleet.ts'

const alike = (count: number, like: TenantSpec = plain) =>
  Array.from({ length: count }, (_, n): TenantSpec => ({ ...like, id: `t${n}` }))
const find = (scopes: readonly CapacityScope[], kind: CapacityScope['kind'], name: string) =>
  scopes.find((one) => one.kind === kind && one.name === name)
const withCapacity = (capacity: Partial<WrittenRegional['cells'][string]['capacity']>): WrittenRegional => ({
  ...clusters.east,
  cells: {
    'us-east-1-a': {
      capacity: { tenants: 90, connections: 4900, databaseGiB: 9000, filesGiB: 90_000, ...capacity },
      database: { instanceClass: 'db.r6g.2xlarge' },
    },
  },
})

describe('what is told to fit does fit by the rules, and one more does not', () => {
  test.each([
    ['connections', { connections: 510 }, plain],
    ['tenants', { tenants: 7 }, plain],
    ['databaseGiB', { databaseGiB: 121 }, plain],
    ['filesGiB', { filesGiB: 199 }, plain],
    ['connections', { connections: 999 }, { ...plain, expectedUsers: 200 } as TenantSpec],
  ] as const)('%s', (name, capacity, like) => {
    const east = withCapacity(capacity)
    const present = alike(3, like)
    const cell = find(fleetCapacity(fleetOf(present, [east]), 1).scopes, 'cell', 'us-east-1-a')
    expect(cell?.more.first).toEqual([name])
    const fits = 3 + (cell?.more.median ?? 0)
    expect(cell?.more.largest).toBe(cell?.more.median)
    const errors = (count: number) =>
      checkFleet(fleetOf(alike(count, like), [east])).filter(({ level }) => level === 'error')
    expect(errors(fits)).toEqual([])
    expect(errors(fits + 1).map(({ field }) => field)).toEqual([`cells.us-east-1-a.capacity.${name}`])
  })

  test('node groups', () => {
    const east = {
      ...withCapacity({}),
      nodeGroups: {
        ...clusters.east.nodeGroups,
        cpu: { types: ['c5.2xlarge'], min: 0, desired: 0, max: 10 },
      },
    } as WrittenRegional
    const cluster = find(fleetCapacity(fleetOf(alike(3), [east]), 1).scopes, 'cluster', 'us-east-1')
    expect(cluster?.more.first).toEqual(['cpuMemoryGiB'])
    const codes = (count: number) =>
      checkFleet(fleetOf(alike(count), [east]))
        .filter(({ level }) => level === 'error')
        .map(render)
        .map(({ code, why }) => `${code} ${why.includes('memory')}`)
    const fits = 3 + (cluster?.more.median ?? 0)
    expect(codes(fits)).toEqual([])
    expect(codes(fits + 1)).toEqual(['node-capacity true'])
  })
})

test('median and largest differ where tenants do', () => {
  const tenants = [...alike(2), { ...plain, id: 'large', expectedUsers: 301 }]
  const cell = find(
    fleetCapacity(fleetOf(tenants, [withCapacity({ connections: 900 })]), 1).scopes,
    'cell',
    'us-east-1-a',
  )
  const connections = cell?.resources.find(({ name }) => name === 'connections')
  const large = (connections?.used ?? 0) - 2 * 54
  expect(connections?.more).toEqual({
    median: Math.floor((900 - 108 - large) / 54),
    largest: Math.floor((900 - 108 - large) / large),
  })
})

test('an empty cell is measured by a tenant with every default', () => {
  const cell = find(fleetCapacity(fleetOf([], [clusters.east]), 1).scopes, 'cell', 'us-east-1-a')
  expect(cell).toMatchObject({ tenants: 0, more: { median: 27, largest: 27, first: ['connections'] } })
})

test('a suspended tenant keeps its room: it comes back', () => {
  const at = (state: 'active' | 'suspended') =>
    find(fleetCapacity(fleetOf([{ ...plain, state }]), 1).scopes, 'cluster', 'us-east-1')?.resources
  expect(at('suspended')).toEqual(at('active'))
})

test('a dedicated database counts in its region and not in its cell', () => {
  const { scopes } = fleetCapacity(fleetOf([{ ...plain, database: 'dedicated' }]), 1)
  const used = (kind: CapacityScope['kind'], name: string, resource: string) =>
    find(scopes, kind, name)?.resources.find((one) => one.name === resource)?.used
  expect(used('cell', 'us-east-1-a', 'connections')).toBe(0)
  // Its own, and the cell's.
  expect(used('region', 'us-east-1', 'databaseInstances')).toBe(2)
  // The second region's own cell, and the replicas of the first's and of the tenant's.
  expect(used('region', 'us-west-2', 'databaseInstances')).toBe(3)
})

test('a thousand default tenants need eleven cells and three clusters', () => {
  const { growth } = fleetCapacity(fleetOf([plain]), 1000)
  // 54 connections each: 54,000 over 4,975 (5,000 less 25 in reserve) are 10.85, over 1,500 they are 36.
  expect(growth?.cells).toEqual({ needed: 11, because: ['connections'] })
  expect(growth?.cellsAsDeclared).toEqual({ needed: 36, because: ['connections'] })
  // 2,000 associations over 950.
  expect(growth?.clusters).toEqual({ needed: 3, because: ['podIdentities'] })
  // 11.875 GiB each over 63.7, 170 MiB of which run on every node; and 15.7 GiB of the platform's own.
  expect(growth?.nodes).toEqual({ cpu: Math.ceil((1000 * 11.875 + 15.7) / (63.7 - 170 / 1024)), gpu: 0 })
  expect(growth?.certificateWeeks).toBe(20)
  const verdicts = Object.fromEntries(growth?.quotas.map(({ quota, verdict }) => [quota, verdict]) ?? [])
  expect(verdicts).toMatchObject({
    'rds.instances': 'enough',
    'eks.pod-identities': 'split',
    'elasticache.users': 'enough',
  })
})

test('quotas that can be raised are told to be', () => {
  const { growth } = fleetCapacity(fleetOf([{ ...plain, database: 'dedicated' }]), 100)
  expect(growth?.quotas.find(({ quota }) => quota === 'rds.instances')).toMatchObject({
    needed: 102,
    value: 40,
    verdict: 'raise',
  })
})

test('a laptop alone has one scope and no growth', async () => {
  const { default: local } = await import('../fleet/clusters/local.ts')
  const report = fleetCapacity(fleetOf([{ ...plain, cell: 'local-a' }], [local]), 1000)
  expect(report.growth).toBeUndefined()
  expect(report.scopes.map(({ kind }) => kind)).toEqual(['cell'])
})

test('a cluster keeps room for whom it stands by for, as the rules ask', () => {
  const west = find(fleetCapacity(fleetOf(alike(3)), 1).scopes, 'cluster', 'us-west-2')
  const identities = west?.resources.find(({ name }) => name === 'podIdentities')
  expect(west?.tenants).toBe(0)
  expect(identities?.used).toBe(6)
  const region = find(fleetCapacity(fleetOf(alike(3)), 1).scopes, 'region', 'us-west-2')
  expect(region?.resources.find(({ name }) => name === 'cacheUsers')?.used).toBe(3)
})

test('the platform’s own pods take room before the first tenant comes', () => {
  const [cluster] = fleetCapacity(fleetOf([], [clusters.east]), 1).scopes.filter(
    ({ kind }) => kind === 'cluster',
  )
  const { cpuMillis = 0, memoryBytes = 0 } = cluster?.platform ?? {}
  const used = (name: string) => cluster?.resources.find((one) => one.name === name)?.used
  expect(used('cpuCores')).toBe(cpuMillis / 1000)
  expect(used('cpuMemoryGiB')).toBe(memoryBytes / 1024 ** 3)
  expect(cpuMillis).toBeGreaterThan(8000)
})
