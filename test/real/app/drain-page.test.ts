import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ollamaPort } from '../../../lib/resolve/ollama.ts'
import { clusters, plain } from '../../support/fleet.ts'
import { type Asked, ask, begin, storedAnswer } from './chat.ts'
import { type Channel, openChannel, type Session } from './page.ts'
import type { Pod } from './pod.ts'
import { type HeldModel, holdModel } from './slow-model.ts'
import { startTenant, type Tenant } from './tenant.ts'
import { until } from './until.ts'
import { startWorld } from './world.ts'

// An answer is long because its llama-server is stopped in the middle, until the test has seen that the end of the pod waits
// for it: no speed of a machine decides. Other questions are for a model that has a llama-server of its own.
const long = { model: 'qwen2.5:7b', words: 3000 } as const
const other = 'llama3:8b'
let tenant: Tenant
let session: Session
let stopCell: () => Promise<void>

beforeAll(async () => {
  const { cell } = await startWorld()
  stopCell = cell.stop
  tenant = await startTenant({
    spec: { ...plain, id: 'drain', models: [long.model, other] },
    cluster: clusters.east,
    cell,
    pods: 2,
    modelPods: 2,
  })
  session = await tenant.administrator('service')
})
afterAll(async () => {
  await tenant?.stop()
  await stopCell?.()
})

const words = (text: string) => text.split(/\s+/).filter(Boolean).length
const completions = (pod: Pod) => pod.log('open-webui').split('/api/chat/completions').length - 1
const answersOf = (pod: Pod) => pod.log('proxy').match(/"path":"\/api\/chat","status":200/g)?.length ?? 0

/** Asks for a long answer of which some words have come, and no more come until the model is released. */
async function askHeld(page: Channel, pod: Pod, text: string): Promise<{ asked: Asked; held: HeldModel }> {
  const held = holdModel(pod, long.model)
  const asking = begin(session, page, { ...long, text })
  await held.moments(() => page.events.some(({ data }) => data.type === 'response:completion'))
  return { asked: await asking, held }
}

const ended = (asked: Asked) => asked.events().some(({ data }) => data.data?.['active'] === false)

describe('a pod of Open WebUI that ends', () => {
  test('finishes the answer of a page, which goes on at another pod; new questions go there', async () => {
    const { openWebui, models } = tenant
    const [leaving, staying] = openWebui.pods as [Pod, Pod]
    const [model] = models['ollama-cpu']?.pods ?? []
    if (!model) throw new Error('there is no model server')
    await models['ollama-cpu']?.service.route([model])
    await openWebui.service.route([leaving])
    const page = await openChannel(session, 'reconnects')
    const { asked, held } = await askHeld(page, model, 'Tell me all about paddocks.')
    const before = completions(leaving)

    const end = openWebui.remove(leaving)
    await until('the hook sees the answer', 120, () => /drain: 1 tasks/.test(leaving.hookLog('open-webui')))
    // Somebody opens the chat once more, and asks in another: both reach the pod that stays.
    const second = await openChannel(session)
    const turn = await ask(session, second, { model: other, text: 'Is anybody there?' })
    expect(turn.errors).toEqual([])
    expect(turn.content).toMatch(/[a-z]/)
    expect(completions(staying)).toBeGreaterThan(0)
    expect(completions(leaving)).toBe(before)
    expect(ended(asked)).toBe(false)
    expect(page.joins).toBe(1)

    const released = Date.now()
    held.release()
    const { errors } = await asked.end(120)
    const { 'open-webui': container } = await end
    expect(errors).toEqual([])
    expect(container).toMatchObject({ hookCode: 0, killed: false })
    expect(container?.signalledAt).toBeGreaterThan(released)
    expect(leaving.hookLog('open-webui')).not.toMatch(/the time is over|drain\.py failed/)
    await until('the page is connected to the other pod', 60, () => page.joins === 2)
    expect(words(await storedAnswer(session, tenant.site('service'), asked))).toBe(long.words)
    expect(second.events.filter(({ chat_id }) => chat_id === asked.chatId).length).toBeGreaterThan(0)
    const next = await ask(session, page, { model: other, text: 'Go on.' })
    expect(next.errors).toEqual([])
    page.close()
    second.close()
  })
})

describe('a pod of a model server that ends', () => {
  test('finishes its answer behind its proxy; new requests go to another pod', async () => {
    const servers = tenant.models['ollama-cpu']
    const [leaving, staying] = (servers?.pods ?? []) as [Pod, Pod]
    await servers?.service.route([leaving])
    const page = await openChannel(session, 'reconnects')
    const { asked, held } = await askHeld(page, leaving, 'Tell me all about fences.')
    await servers?.service.route([leaving, staying])

    const end = servers?.remove(leaving)
    const at = await ask(session, page, { model: other, text: 'Are you leaving?' })
    expect(at.errors).toEqual([])
    await until('the proxy takes no connection', 120, () => refused(leaving))
    const before = answersOf(staying)
    const turn = await ask(session, page, { model: other, text: 'Is another one there?' })
    expect(turn.errors).toEqual([])
    expect(answersOf(staying)).toBeGreaterThan(before)
    expect(ended(asked)).toBe(false)

    const released = Date.now()
    held.release()
    const { errors, content } = await asked.end(120)
    const containers = await end
    expect(errors).toEqual([])
    expect(words(content)).toBe(long.words)
    expect(containers?.['ollama']).toMatchObject({ hookCode: 0, killed: false })
    expect(containers?.['ollama']?.signalledAt).toBeGreaterThan(released)
    expect(containers?.['proxy']).toMatchObject({ hookCode: 0, killed: false })
    page.close()
  })
})

function refused({ address }: Pod): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(ollamaPort, address)
    socket.once('error', () => resolve(true))
    socket.once('connect', () => {
      socket.destroy()
      resolve(false)
    })
  })
}
