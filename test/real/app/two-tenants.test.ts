import { afterAll, beforeAll, expect, test } from 'vitest'
import { clusters, plain } from '../../support/fleet.ts'
import { type Cell, cacheCommand } from './cell.ts'
import { call, openChannel } from './page.ts'
import { startTenant, type Tenant } from './tenant.ts'
import { startWorld } from './world.ts'

let cell: Cell
let tenants: readonly [Tenant, Tenant]

beforeAll(async () => {
  ;({ cell } = await startWorld())
  const wanted = { cluster: clusters.east, cell }
  tenants = [
    await startTenant({ ...wanted, spec: { ...plain, id: 'left' } }),
    await startTenant({ ...wanted, spec: { ...plain, id: 'right' } }),
  ]
})
afterAll(async () => {
  for (const tenant of tenants ?? []) await tenant.stop()
  await cell?.stop()
})

test('a token of one is refused by the other, at its API and at its websocket', async () => {
  const [left, right] = tenants
  const session = await left.administrator()
  expect((await call(left.site(), 'GET', '/api/v1/auths/', session.token)).status).toBe(200)
  expect((await call(right.site(), 'GET', '/api/v1/auths/', session.token)).status).toBe(401)
  await expect(openChannel({ ...session, site: right.site() })).rejects.toThrow()
})

test('sessions and sign-outs are kept on each tenant’s own bus: the cache of the cell holds nothing of them', async () => {
  for (const tenant of tenants) {
    const session = await tenant.administrator()
    await call(session.site, 'POST', '/api/v1/auths/signout', session.token)
    expect((await call(session.site, 'GET', '/api/v1/auths/', session.token)).status).toBe(401)
  }
  // Answers that can be made again are there, and nothing else.
  const kept = (await cacheCommand(cell, 'keys', '*')).split(/\s+/).filter(Boolean)
  expect(kept.filter((key) => !/^tenant-(left|right):answers:/.test(key))).toEqual([])
})
