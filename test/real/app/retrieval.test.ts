import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clusters, plain } from '../../support/fleet.ts'
import { ask } from './chat.ts'
import { answer, type Channel, call, openChannel, type Session } from './page.ts'
import { startTenant, type Tenant } from './tenant.ts'
import { startWorld } from './world.ts'

const model = 'llama3:8b'
let tenant: Tenant
let session: Session
let channel: Channel
let stopCell: () => Promise<void>

beforeAll(async () => {
  const { cell } = await startWorld()
  stopCell = cell.stop
  tenant = await startTenant({
    spec: { ...plain, id: 'files', models: [model] },
    cluster: clusters.east,
    cell,
  })
  session = await tenant.administrator()
  channel = await openChannel(session)
})
afterAll(async () => {
  channel?.close()
  await tenant?.stop()
  await stopCell?.()
})

interface File {
  readonly id: string
  readonly filename: string
  readonly data?: { readonly status?: string; readonly error?: string }
}

/** Uploads a text as the page does, and waits until it is processed. */
async function upload(name: string, text: string): Promise<File> {
  const form = new FormData()
  form.append('file', new Blob([text], { type: 'text/plain' }), name)
  const { id } = await answer<File>(await call(session.site, 'POST', '/api/v1/files/', session.token, form))
  for (;;) {
    const file = await answer<File>(await call(session.site, 'GET', `/api/v1/files/${id}`, session.token))
    if (['completed', 'failed'].includes(file.data?.status ?? '')) return file
    await sleep(200)
  }
}

/** Texts that model servers were asked to embed. */
function inputsOf(taken: ReturnType<Tenant['take']>): string[] {
  return taken.filter(({ path }) => path === '/api/embed').flatMap(({ body }) => body.input ?? [])
}
const inputs = (of: Tenant) => inputsOf(of.take())

test('the model is given the passages of an uploaded text, and the page its name as a source', async () => {
  // Short: a made-up model has a token for each letter.
  const text = Array.from({ length: 50 }, (_, n) => `The gate of paddock number ${n} is painted blue.`)
  const file = await upload('gates.txt', text.join('\n'))
  expect(file.data).toMatchObject({ status: 'completed' })
  // The model was trained with words of its own before passages and questions.
  const passages = inputs(tenant)
  expect(passages.length).toBeGreaterThan(0)
  expect(passages.filter((one) => !one.startsWith('search_document: '))).toEqual([])
  const turn = await ask(session, channel, {
    model,
    text: 'Which colour has the gate?',
    files: [{ type: 'file', id: file.id, name: file.filename, file, status: 'uploaded' }],
  })
  expect(turn.errors).toEqual([])
  expect(turn.content).toMatch(/[a-z]/)
  expect(JSON.stringify(turn.sources)).toContain('gates.txt')
  const taken = tenant.take()
  const asked = inputsOf(taken)
  expect(asked.length).toBeGreaterThan(0)
  expect(asked.filter((one) => !one.startsWith('search_query: '))).toEqual([])
  const chat = taken.filter(({ path }) => path === '/api/chat')
  expect(JSON.stringify(chat.at(-1)?.body.messages)).toContain('is painted blue')
})
