import { afterAll, beforeAll, expect, test } from 'vitest'
import { clusters, plain } from '../../support/fleet.ts'
import { ask } from './chat.ts'
import { openChannel, sessionOf } from './page.ts'
import { startTenant, type Tenant } from './tenant.ts'
import { startWorld } from './world.ts'

const model = 'llama3.1:8b'
let tenant: Tenant
let stopCell: () => Promise<void>

beforeAll(async () => {
  const { cell } = await startWorld()
  stopCell = cell.stop
  tenant = await startTenant({
    spec: { ...plain, id: 'pair', models: [model] },
    cluster: clusters.east,
    cell,
    pods: 2,
  })
})
afterAll(async () => {
  await tenant?.stop()
  await stopCell?.()
})

test('a question that one pod gets is answered over the websocket of the other', async () => {
  const session = await tenant.administrator(0)
  const other = await sessionOf(tenant.site(1), session.token)
  const channel = await openChannel(other)
  const turn = await ask(other, channel, { model, text: 'Which pod am I at?', at: tenant.site(0) })
  channel.close()
  expect(turn.errors).toEqual([])
  expect(turn.content).toMatch(/[a-z]/)
  expect(turn.events.some(({ data }) => data.type === 'chat:completion')).toBe(true)
})
