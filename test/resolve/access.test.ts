import { expect, test } from 'vitest'
import { resolveTenant } from '../../lib/resolve/tenant.ts'
import { completeTenant } from '../../lib/spec/complete.ts'
import type { TenantSpec } from '../../lib/spec/index.ts'
import { cluster } from '../support/arbitrary.ts'

const rates = (more: object) => {
  const spec = {
    id: 'aa',
    tier: 'standard',
    cell: 'us-east-1-a',
    contacts: { owner: 'it@a.example' },
    ...more,
  }
  const { rate, assetRate } = resolveTenant(completeTenant(spec as TenantSpec), cluster).access ?? {}
  if (!rate || !assetRate) throw new Error('the tenant has no hosts')
  return { rate, assetRate }
}

/** Counted in the web pages of Open WebUI 0.12.4: what its first page imports, and what the page itself names. */
const filesOfFirstVisit = 199 + 8

test.each([10, 600, 60_000])(
  'a browser’s first visit passes the limit of %i requests a minute, whichever door it takes',
  (requestsPerMinute) => {
    const { rate, assetRate } = rates({ limits: { requestsPerMinute } })
    // The network load balancer sends a whole connection to one pod.
    expect(assetRate.burst).toBeGreaterThanOrEqual(5 * filesOfFirstVisit)
    expect(rate.burst).toBeGreaterThanOrEqual(100)
    expect(rate.requestsPerMinute).toBe(requestsPerMinute)
  },
)

test('a whole office behind one address has room for its users', () => {
  expect(rates({ expectedUsers: 40 }).rate.requestsPerMinute).toBe(600)
  expect(rates({ expectedUsers: 400 }).rate.requestsPerMinute).toBe(6000)
  expect(rates({ expectedUsers: 400, limits: { requestsPerMinute: 50 } }).rate.requestsPerMinute).toBe(50)
})
