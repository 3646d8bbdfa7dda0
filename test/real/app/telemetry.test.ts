import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clusters, plain } from '../../support/fleet.ts'
import { ask } from './chat.ts'
import { serviceAddress } from './network.ts'
import { openChannel } from './page.ts'
import { startTenant, type Tenant } from './tenant.ts'
import { startWorld } from './world.ts'

const model = 'llama3.1:8b'
let tenant: Tenant
let collector: Server
let connections = 0
let stopCell: () => Promise<void>

beforeAll(async () => {
  const { cell } = await startWorld()
  stopCell = cell.stop
  const address = await serviceAddress()
  collector = createServer((socket) => {
    connections += 1
    socket.destroy()
  }).listen(4317, address)
  await once(collector, 'listening')
  tenant = await startTenant({
    spec: { ...plain, id: 'quiet', models: [model] },
    cluster: clusters.east,
    cell,
    names: { 'collector.tracing.svc.cluster.local': address },
  })
})
afterAll(async () => {
  await tenant?.stop()
  collector?.close()
  await stopCell?.()
})

test('nothing is sent to a collector, and a pod stops at once', async () => {
  const session = await tenant.administrator()
  const channel = await openChannel(session)
  await ask(session, channel, { model, text: 'Who is listening?' })
  channel.close()
  // Traces are sent every five seconds.
  await sleep(8000)
  expect(connections).toBe(0)
  const [pod] = tenant.pods
  expect(pod?.log('open-webui')).not.toMatch(/Failed to export/)
  expect(await pod?.stop(60)).toBeLessThan(10_000)
})
