import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clusters, plain } from '../../support/fleet.ts'
import { ask } from './chat.ts'
import { type Channel, openChannel, type Session } from './page.ts'
import { startTenant, type Tenant } from './tenant.ts'
import { startWorld } from './world.ts'

// The template of the first takes no tools, that of the second does.
const models = ['llama3:8b', 'llama3.1:8b'] as const
let tenant: Tenant
let session: Session
let channel: Channel
let stopCell: () => Promise<void>

beforeAll(async () => {
  const { cell } = await startWorld()
  stopCell = cell.stop
  tenant = await startTenant({ spec: { ...plain, models: [...models] }, cluster: clusters.east, cell })
  session = await tenant.administrator()
  channel = await openChannel(session)
})
afterAll(async () => {
  channel?.close()
  await tenant?.stop()
  await stopCell?.()
})

describe.each(models)('a chat of the page with %s', (model) => {
  test('is answered, with one call of the model and no tools', async () => {
    tenant.take()
    const turn = await ask(session, channel, { model, text: 'What is a paddock?' })
    expect(turn.errors).toEqual([])
    expect(turn.content).toMatch(/[a-z]/)
    const requests = tenant.take()
    expect(requests.map(({ path, status, body }) => ({ path, status, tools: body.tools }))).toEqual([
      { path: '/api/chat', status: 200, tools: undefined },
    ])
  })

  test('goes on with what was said', async () => {
    const first = await ask(session, channel, { model, text: 'Remember the word fence.' })
    tenant.take()
    const second = await ask(session, channel, { model, text: 'Which word?', after: first })
    expect(second.errors).toEqual([])
    expect(second.content).toMatch(/[a-z]/)
    const [request, ...more] = tenant.take()
    expect(more).toEqual([])
    expect(request?.body.messages?.map(({ role, content }) => [role, content])).toEqual([
      ['user', 'Remember the word fence.'],
      ['assistant', first.content],
      ['user', 'Which word?'],
    ])
  })
})
