import { afterAll, beforeAll, expect, test } from 'vitest'
import { settingsRoutes } from '../../../lib/catalog/settings-routes.ts'
import { readOnlySettings } from '../../../lib/resolve/settings-pages.ts'
import { clusters, plain } from '../../support/fleet.ts'
import { ask } from './chat.ts'
import { type Edge, startEdge } from './edge.ts'
import { answer, call, openChannel, type Session, type Site } from './page.ts'
import { startTenant, type Tenant } from './tenant.ts'
import { startWorld } from './world.ts'
import { writtenSettings } from './written-settings.ts'

// Real nginx with the rules of a VirtualServer of dist, in front of the real application: virtual-server.ts.
const model = 'llama3:8b'
let tenant: Tenant
let edge: Edge
/** The administrator, behind nginx. */
let session: Session
let stopCell: () => Promise<void>

beforeAll(async () => {
  const { cell } = await startWorld()
  stopCell = cell.stop
  tenant = await startTenant({
    spec: { ...plain, id: 'edge', models: [model] },
    cluster: clusters.east,
    cell,
  })
  edge = await startEdge(tenant)
  session = { ...(await tenant.administrator()), site: edge.site }
})
afterAll(async () => {
  await edge?.stop()
  await tenant?.stop()
  await stopCell?.()
})

/** Path from which pages read their settings. */
const shown = [
  '/api/events/webhooks',
  '/api/v1/audio/config',
  '/api/v1/auths/admin/config',
  '/api/v1/configs/banners',
  '/api/v1/configs/tool_servers',
  '/api/v1/evaluations/config',
  '/api/v1/images/config',
  '/api/v1/retrieval/config',
  '/api/v1/retrieval/embedding',
  '/api/v1/tasks/config',
  '/api/v1/users/default/permissions',
  '/ollama/config',
  '/openai/config',
]

async function settings(site: Site): Promise<Record<string, unknown>> {
  const entries = shown.map(async (path) => [
    path,
    await answer<unknown>(await call(site, 'GET', path, session.token)),
  ])
  return Object.fromEntries(await Promise.all(entries)) as Record<string, unknown>
}

const covered = new RegExp(readOnlySettings.path.replace(/^~ /, ''))

test('no request of an administrator changes a setting: nginx refuses each, with the reason', async () => {
  const before = await settings(tenant.site())
  const writing = writtenSettings()
    .map((route) => route.replaceAll(/\{\w+\}/g, 'some').split(' '))
    .filter(([method, path = '']) => method !== 'GET' && covered.test(path))
  expect(writing.length).toBeGreaterThan(25)
  const below = settingsRoutes.flatMap((path) =>
    ['POST', 'PUT', 'PATCH', 'DELETE'].flatMap((method) => [
      [method, path],
      [method, `${path}/anything`],
    ]),
  )
  for (const [method = '', path = ''] of [...writing, ...below]) {
    const response = await call(edge.site, method, path, session.token, {})
    expect({ method, path, status: response.status }).toEqual({ method, path, status: 403 })
    expect(await response.json()).toEqual({ detail: expect.stringContaining('it was refused') })
  }
  expect(await settings(tenant.site())).toEqual(before)
}, 600_000)

test('settings are shown through nginx as the application has them', async () => {
  expect(await settings(edge.site)).toEqual(await settings(tenant.site()))
})

test('a chat of the page passes, with its websocket', async () => {
  const channel = await openChannel(session)
  const turn = await ask(session, channel, { model, text: 'Is the gate open?' })
  channel.close()
  expect(turn.errors).toEqual([])
  expect(turn.content).toMatch(/[a-z]/)
  expect(turn.events.some(({ data }) => data.type === 'chat:completion')).toBe(true)
})

// The rule is needed: the application itself accepts it.
test('past nginx the same request changes the setting of the process', async () => {
  const banners = [
    { id: 'one', type: 'info', title: '', content: 'changed', dismissible: true, timestamp: 1 },
  ]
  const before = await settings(tenant.site())
  await answer(await call(tenant.site(), 'POST', '/api/v1/configs/banners', session.token, { banners }))
  expect(await settings(tenant.site())).not.toEqual(before)
})
