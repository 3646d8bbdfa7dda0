import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clusters, plain } from '../../support/fleet.ts'
import type { Cell } from './cell.ts'
import { ask } from './chat.ts'
import { sql } from './database.ts'
import { serviceAddress } from './network.ts'
import { answer, call, openChannel } from './page.ts'
import { startTenant, type Tenant } from './tenant.ts'
import { startWorld } from './world.ts'

const model = 'llama3.1:8b'
let tenant: Tenant
let collector: Server
let connections = 0
let cell: Cell

beforeAll(async () => {
  ;({ cell } = await startWorld())
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
  await cell?.stop()
})

test('an idle pod leaves its database alone: with Open WebUI’s own settings it asks once a second and more', async () => {
  // Transactions of the database so far; the statistics of a connection come within ten seconds of its end.
  const transactions = async () =>
    Number(
      (await sql(cell, 'select xact_commit from pg_stat_database where datname = current_database()'))[0],
    )
  const seconds = 40
  const before = await transactions()
  await sleep(seconds * 1000)
  expect((await transactions()) - before).toBeLessThan(seconds / 2)
})

test('users get no microphone: no speech engine is there', async () => {
  const session = await tenant.administrator()
  const permissions = await answer<{ chat: { stt: boolean; call: boolean } }>(
    await call(session.site, 'GET', '/api/v1/users/default/permissions', session.token),
  )
  expect(permissions.chat).toMatchObject({ stt: false, call: false })
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
