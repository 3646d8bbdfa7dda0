import { expect, test } from 'vitest'
import { promisedPerFiveMinutes } from '../../lib/resolve/rates.ts'
import { checkFirewallRate } from '../../lib/rules/firewall-rate.ts'
import { completeTenant } from '../../lib/spec/complete.ts'
import type { TenantSpec } from '../../lib/spec/index.ts'
import { clusters, fleetOf, plain } from '../support/fleet.ts'

const promised = (spec: TenantSpec) => promisedPerFiveMinutes(completeTenant(spec), clusters.east)
const east = (requestsPerFiveMinutes: number) => ({ ...clusters.east, edge: { requestsPerFiveMinutes } })
const found = (tenants: readonly TenantSpec[], allowed: number) =>
  checkFirewallRate(fleetOf(tenants, [clusters.hub, east(allowed)]))

test('a tenant was promised its rate for five minutes, and a first visit of everybody behind one address', () => {
  expect(promised(plain)).toBe(5 * 600 + 25 * 207)
  expect(promised({ ...plain, expectedUsers: 400 })).toBe(5 * 6000 + 400 * 207)
  expect(promised({ ...plain, limits: { requestsPerMinute: 9000 } })).toBe(5 * 9000 + 25 * 207)
})

test('people who enter by a host of their own do not pass the firewall', () => {
  expect(promised({ ...plain, expectedUsers: 4000, hosts: ['chat.plain.example'] })).toBe(0)
})

test('the firewall allows every promise, by default for an office of 400 people', () => {
  const { requestsPerFiveMinutes } = clusters.east.edge
  expect(found([{ ...plain, expectedUsers: 400 }], requestsPerFiveMinutes)).toEqual([])
})

test('one finding at the cluster names the tenant that needs most', () => {
  const tenants = [40, 300, 90].map((expectedUsers) => ({
    ...plain,
    id: `users-${expectedUsers}`,
    expectedUsers,
  }))
  expect(found(tenants, 10_000)).toMatchObject([
    {
      code: 'firewall-rate',
      level: 'error',
      file: 'clusters/us-east-1.ts',
      field: 'edge.requestsPerFiveMinutes',
      facts: { allowed: 10_000, needed: 5 * 4500 + 300 * 207, tenant: 'users-300' },
    },
  ])
})

test('a region that would serve the tenant after a failover allows the same', () => {
  const west = { ...clusters.west, edge: { requestsPerFiveMinutes: 10_000 } }
  const fleet = fleetOf([{ ...plain, expectedUsers: 400 }], [clusters.hub, clusters.east, west])
  expect(checkFirewallRate(fleet).map(({ file }) => file)).toEqual(['clusters/us-west-2.ts'])
})
