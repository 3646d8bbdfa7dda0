import { expect, test } from 'vitest'
import { fleetCapacity } from '../../lib/capacity/fleet.ts'
import { fleetCost } from '../../lib/cost/fleet.ts'
import { figures } from '../../lib/plan/figures.ts'
import type { PlatformFleet } from '../../lib/rules/fleet.ts'
import type { TenantSpec } from '../../lib/spec/index.ts'
import { clusters, fleetOf, plain } from '../support/fleet.ts'

const wonka: TenantSpec = { ...plain, id: 'wonka', tier: 'premium', models: ['llama3:70b'] }
const west: TenantSpec = { ...plain, id: 'west', cell: 'us-west-2-a' }
const before = fleetOf([plain, west])

/** The same specs with one more tenant, as loading gives them: what did not change is the same object. */
function plus(fleet: PlatformFleet, ...more: readonly TenantSpec[]): PlatformFleet {
  return { ...fleet, tenants: [...fleet.tenants, ...fleetOf(more).tenants] }
}

/** Use that `paddock capacity` reports, by scope and resource. */
function used(fleet: PlatformFleet): Map<string, number> {
  return new Map(
    fleetCapacity(fleet, 1000).scopes.flatMap(({ kind, name, resources }) =>
      resources.map((one) => [`${kind} ${name} ${one.name}`, one.used] as const),
    ),
  )
}

test('what a tenant takes is told of every limit that `paddock capacity` counts it against, its standby’s and the account’s too', () => {
  const after = plus(before, wonka)
  const [was, is] = [used(before), used(after)]
  const moved = [...is].filter(([key, value]) => was.get(key) !== value)
  const reported = figures(before, after).capacity.map((one) => [
    `${one.scope} ${one.resource}`,
    one.beforeUsed,
    one.used,
  ])
  expect(reported).toEqual(moved.map(([key, value]) => [key, was.get(key), value]))
  const places = new Set(reported.map(([key]) => String(key).split(' ').slice(0, 2).join(' ')))
  expect([...places]).toEqual([
    'cell us-east-1-a',
    'cluster us-east-1',
    'cluster us-west-2',
    'region us-east-1',
    'region us-west-2',
    'account AWS',
  ])
})

test('a limit that is nearly full is told where something changes, and not elsewhere', () => {
  const capacity = { tenants: 1, connections: 720, databaseGiB: 200, filesGiB: 1000 }
  const full = {
    ...clusters.west,
    cells: { 'us-west-2-a': { ...clusters.west.cells['us-west-2-a'], capacity } },
  }
  const base = fleetOf([plain, west], [clusters.hub, clusters.east, full as typeof clusters.west])
  const inEast = figures(base, plus(base, wonka)).capacity
  expect(inEast.filter(({ scope }) => scope === 'cell us-west-2-a')).toEqual([])
  const inWest = figures(base, plus(base, { ...west, id: 'wonka', cache: 'dedicated' })).capacity
  expect(inWest).toContainEqual(
    expect.objectContaining({ scope: 'cell us-west-2-a', resource: 'tenants', beforeUsed: 1, used: 2 }),
  )
})

test('the bill’s difference is that of the whole bills', () => {
  const after = plus(before, wonka)
  const { cost } = figures(before, after)
  const whole = fleetCost(after).usdPerMonth - fleetCost(before).usdPerMonth
  expect(whole).toBeGreaterThan(300)
  expect(cost.deltaUsdPerMonth).toBeCloseTo(whole, 6)
  const services = cost.services.reduce((sum, one) => sum + one.afterUsdPerMonth - one.beforeUsdPerMonth, 0)
  expect(services).toBeCloseTo(whole, 1)
  expect(cost.tenants.map(({ name }) => name)).toContain('wonka')
})

test('nothing changed is nothing told', () => {
  expect(figures(before, { ...before })).toEqual({
    cost: { deltaUsdPerMonth: 0, clusters: [], services: [], tenants: [] },
    capacity: [],
  })
})
