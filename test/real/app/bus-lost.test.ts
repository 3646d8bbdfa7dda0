import { afterAll, beforeAll, expect, test } from 'vitest'
import { clusters, plain } from '../../support/fleet.ts'
import { ask } from './chat.ts'
import { type Channel, call, openChannel, type Session, sessionOf } from './page.ts'
import { startTenant, type Tenant } from './tenant.ts'
import { until } from './until.ts'
import { startWorld } from './world.ts'

const model = 'llama3:8b'
let tenant: Tenant
/** Somebody at each pod: the page that is open all the time. */
let people: readonly { session: Session; page: Channel }[]
let stopCell: () => Promise<void>

beforeAll(async () => {
  const { cell } = await startWorld()
  stopCell = cell.stop
  tenant = await startTenant({
    spec: { ...plain, id: 'lost', models: [model] },
    cluster: clusters.east,
    cell,
    pods: 2,
  })
  const first = await tenant.administrator(0)
  const second = await sessionOf(tenant.site(1), first.token)
  people = [
    { session: first, page: await openChannel(first, 'reconnects') },
    { session: second, page: await openChannel(second, 'reconnects') },
  ]
})
afterAll(async () => {
  for (const { page } of people ?? []) page.close()
  await tenant?.stop()
  await stopCell?.()
})

/** A question at each pod whose answer comes to the page at the other; whether both were answered. */
async function answered(seconds: number): Promise<boolean> {
  const turns = people.map(async ({ session, page }, index) => {
    const turn = await ask(
      session,
      page,
      { model, text: 'Are you there?', at: tenant.site(1 - index) },
      seconds,
    )
    return turn.errors.length === 0 && /[a-z]/.test(turn.content)
  })
  return (await Promise.all(turns)).every(Boolean)
}

/** Requests of a page that Open WebUI 0.12.4 answers without its bus, and those that it does not (docs/limits.md). */
const requests = (chat: string) => ({
  kept: ['/api/config', '/api/v1/auths/', '/api/models', '/api/v1/files/', '/api/v1/folders/'],
  lost: ['/api/v1/chats/', `/api/v1/chats/${chat}`, '/api/v1/chats/search?text=there'],
})

/** Statuses of requests that somebody who is signed in sends at the same time. */
async function statuses(paths: readonly string[]): Promise<number[]> {
  const token = people[0]?.session.token
  const responses = paths.map((path) => call(tenant.site(0), 'GET', path, token))
  return (await Promise.all(responses)).map(({ status: one }) => one)
}

const status = async (path: string, pod: number) => (await call(tenant.site(pod), 'GET', path)).status

test('without its bus nobody can chat, and people keep the rest; with a new one chat works in pages that are open', async () => {
  const { bus, pods } = tenant
  const [lost] = bus?.pods ?? []
  if (!bus || !lost) throw new Error('the tenant has no bus')
  const processes = pods.map((pod) => pod.pid('open-webui'))
  expect(await answered(90)).toBe(true)
  const [first] = people
  if (!first) throw new Error('nobody is there')
  const chat = (await ask(first.session, first.page, { model, text: 'Which chat is this?' })).chatId

  // Its node is lost: nothing answers at its address, and for a time the Service still sends connections there.
  await lost.lose()
  await expect(answered(40)).rejects.toThrow()
  for (const pod of [0, 1]) {
    await until('/ready says so', 90, async () => (await status('/ready', pod)) === 503)
    // The readiness probe of dist: both stay in the Service.
    expect(await status('/health/db', pod)).toBe(200)
  }
  const { kept, lost: without } = requests(chat)
  expect(await statuses(kept)).toEqual(kept.map(() => 200))
  expect(await statuses(without)).toEqual(without.map(() => expect.toBeOneOf([400, 500])))
  expect((await tenant.administrator(0)).role).toBe('admin')
  const question = { model, stream: false, messages: [{ role: 'user', content: 'Hello?' }] }
  const api = await call(tenant.site(0), 'POST', '/api/chat/completions', first.session.token, question)
  expect(api.status).toBe(200)

  // The cluster forgets the pod and starts another, which is empty.
  await bus.forget(lost)
  const replacement = await bus.add()
  expect(replacement.address).not.toBe(lost.address)
  await until('chat works again', 180, () => answered(20), undefined, 1000)
  for (const pod of [0, 1]) expect(await status('/ready', pod)).toBe(200)
  expect(await statuses(without)).toEqual(without.map(() => 200))
  expect(pods.map((pod) => pod.pid('open-webui'))).toEqual(processes)
  for (const pod of pods) expect(pod.log('open-webui').match(/Started server process/g)).toHaveLength(1)
}, 900_000)
