import { expect, test } from 'vitest'
import { startApi } from './api-server.ts'
import { runScript } from './script.ts'

interface Secret {
  readonly metadata: { readonly name: string; readonly annotations: Record<string, string> }
  readonly stringData: Record<string, string>
}

const wanted = [
  { namespace: 'tenant-a', name: 'app', keys: ['password', 'session'], annotations: { of: 'a' } },
  { namespace: 'data', name: 'admin', keys: ['password'], literals: { username: 'a' } },
]

/** A cluster with some Secrets, which keeps what is posted. */
async function cluster(existing: Record<string, Record<string, string>> = {}, refuse = false, lost = 0) {
  const made = new Map<string, Secret>()
  const api = await startApi((call, body) => {
    const [method, path = ''] = call.split(' ')
    const [, namespace, name] = /namespaces\/([^/]+)\/secrets\/?(.*)$/.exec(path) ?? []
    if (method === 'POST') {
      if (refuse) return { status: 403, body: { message: JSON.stringify(body) } }
      const secret = body as Secret
      made.set(`${namespace}/${secret.metadata.name}`, secret)
      return { status: 201 }
    }
    const found = existing[`${namespace}/${name}`] ?? made.get(`${namespace}/${name}`)?.stringData
    if (!found) return { status: 404 }
    const data = Object.entries(found).map(([key, value]) => [key, Buffer.from(value).toString('base64')])
    return { status: 200, body: { data: Object.fromEntries(data) } }
  }, lost)
  const run = () =>
    runScript('charts/kit/database/create-secrets.py', {
      ...api.env,
      SECRETS: JSON.stringify(wanted),
      LENGTH: '32',
      WAIT_SECONDS: '20',
    })
  return { run, made }
}

test('Secrets are made once, share their values, and hold letters and digits only', async () => {
  const { run, made } = await cluster()
  expect(await run()).toMatchObject({ code: 0, out: 'create-secrets: 2 made, 0 unchanged' })
  const app = made.get('tenant-a/app')
  const admin = made.get('data/admin')
  expect(app?.stringData['password']).toMatch(/^[A-Za-z0-9]{32}$/)
  expect(app?.stringData['session']).not.toBe(app?.stringData['password'])
  expect(admin?.stringData).toEqual({ password: app?.stringData['password'], username: 'a' })
  expect(app?.metadata.annotations).toEqual({ of: 'a' })
  const before = [...made]
  expect(await run()).toMatchObject({ out: 'create-secrets: 0 made, 2 unchanged' })
  expect([...made]).toEqual(before)
})

test('a run that was stopped half-way is finished with the same values', async () => {
  const { run, made } = await cluster({ 'tenant-a/app': { password: 'known', session: 's' } })
  expect(await run()).toMatchObject({ code: 0, out: 'create-secrets: 1 made, 1 unchanged' })
  expect(made.get('data/admin')?.stringData['password']).toBe('known')
})

test('no value is printed, not even when the API server quotes it', async () => {
  const { run } = await cluster({ 'tenant-a/app': { password: 'known', session: 's' } }, true)
  const { code, out, err } = await run()
  expect(code).toBe(1)
  expect(out + err).not.toContain('known')
})

test('connections that are lost after the start of the pod are tried again', async () => {
  const { run, made } = await cluster({}, false, 3)
  expect(await run()).toMatchObject({ code: 0, out: 'create-secrets: 2 made, 0 unchanged' })
  expect(made.size).toBe(2)
})
