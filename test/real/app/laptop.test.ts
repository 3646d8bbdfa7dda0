import { afterAll, beforeAll, expect, test } from 'vitest'
import local from '../../../clusters/local.ts'
import { completeCluster } from '../../../lib/spec/complete.ts'
import type { CompleteTenantClusterSpec, TenantSpec } from '../../../lib/spec/index.ts'
import { ask } from './chat.ts'
import { openChannel } from './page.ts'
import { startTenant, type Tenant } from './tenant.ts'
import { startWorld } from './world.ts'

const spec: TenantSpec = {
  id: 'laptop',
  tier: 'standard',
  cell: 'local-a',
  contacts: { owner: 'owner@laptop.example' },
  models: ['llama3.2:1b'],
  inference: { contextTokens: 4096, parallelRequests: 1 },
  expectedUsers: 2,
}
let tenant: Tenant
let stopCell: () => Promise<void>

beforeAll(async () => {
  const { cell } = await startWorld()
  stopCell = cell.stop
  tenant = await startTenant({ spec, cluster: completeCluster(local) as CompleteTenantClusterSpec, cell })
})
afterAll(async () => {
  await tenant?.stop()
  await stopCell?.()
})

test('the tenant of a laptop cluster chats, with database and cache in the cluster', async () => {
  const session = await tenant.administrator()
  const channel = await openChannel(session)
  const turn = await ask(session, channel, { model: 'llama3.2:1b', text: 'Hello?' })
  channel.close()
  expect(turn.errors).toEqual([])
  expect(turn.content).toMatch(/[a-z]/)
})
