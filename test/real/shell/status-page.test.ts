import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { claimPort } from '../../support/ports.ts'
import { repository } from '../../support/workspace.ts'
import { startApi } from './api-server.ts'
import { scratchFolder } from './script.ts'

const folder = join(repository, 'charts/own/status-page')

interface Deployment {
  readonly metadata: { readonly namespace: string; readonly name: string }
  readonly spec: { readonly replicas?: number }
  readonly status: { readonly availableReplicas?: number }
}

function deployment(namespace: string, name: string, available: number, replicas = 1): Deployment {
  return {
    metadata: { namespace, name },
    spec: { replicas },
    status: available > 0 ? { availableReplicas: available } : {},
  }
}

/** Tenants of which the first `down` have no pod of Open WebUI. */
function tenants(count: number, down: number): Deployment[] {
  return Array.from({ length: count }, (_, index) =>
    deployment(`tenant-secret-${index}`, 'open-webui', index < down ? 0 : 2),
  )
}

/** Answers of a region's addresses. */
async function region(answers: Readonly<Record<string, { status: number; body: string }>>): Promise<string> {
  const server = createServer(({ url = '' }, response) => {
    const { status, body } = answers[url] ?? { status: 404, body: '' }
    response.writeHead(status).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const serves = { '/serving': { status: 200, body: 'serving' } }
const nowhere = 'http://127.0.0.1:9'

function stopped(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('exit', (code) => resolve(code)))
}

/** A real observer of two regions, `here` and `there`. */
async function observer(deployments: readonly Deployment[] | undefined, here: string, there: string) {
  const port = await claimPort()
  const api = await startApi((call) => {
    const page = new URL(`http://api${call.split(' ')[1]}`).searchParams
    if (!deployments || !call.startsWith('GET /apis/apps/v1/deployments?')) return { status: 403 }
    const from = Number(page.get('continue') ?? 0)
    const next = from + 3
    const more = next < deployments.length ? { continue: String(next) } : {}
    return { status: 200, body: { metadata: more, items: deployments.slice(from, next) } }
  })
  const regions = [
    { name: 'here', serving: `${here}/serving`, state: `${here}/region.json` },
    { name: 'there', serving: `${there}/serving`, state: `${there}/region.json` },
  ]
  const child = spawn('python3', ['-W', 'error', join(folder, 'observer.py')], {
    env: {
      PATH: process.env['PATH'] ?? '',
      ...api.env,
      INTERVAL_SECONDS: '60',
      PORT: String(port),
      REGION: 'here',
      REGIONS: JSON.stringify(regions),
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const address = `http://127.0.0.1:${port}`
  await vi.waitFor(async () => expect((await fetch(`${address}/ready`)).status).toBe(200), {
    timeout: 20_000,
    interval: 100,
  })
  const text = await (await fetch(`${address}/state.json`)).text()
  const parts = Object.fromEntries(
    (JSON.parse(text) as { regions: { region: string; parts: object }[] }).regions.map((one) => [
      one.region,
      one.parts,
    ]),
  )
  return { address, port, child, text, parts, calls: api.seen.length }
}

test('shows levels of parts, and no name or number of a tenant', async () => {
  const { parts, text, address } = await observer(
    [
      ...tenants(7, 2),
      deployment('tenant-secret-0', 'ollama-cpu', 1),
      deployment('tenant-secret-1', 'ollama-gpu', 0, 0),
      deployment('tenant-secret-1', 'bus', 0),
      deployment('argocd', 'argocd-server', 2),
      deployment('keda', 'keda-operator', 0),
      deployment('kube-system', 'coredns', 0),
      deployment('own-status-page', 'page', 0),
      deployment('ingress-nginx', 'nginx-ingress', 3),
    ],
    await region(serves),
    nowhere,
  )
  expect(parts['here']).toEqual({
    chat: 'degraded',
    models: 'operational',
    entry: 'operational',
    operations: 'outage',
  })
  for (const path of ['/state.json', '/region.json']) {
    const body = path === '/state.json' ? text : await (await fetch(`${address}${path}`)).text()
    expect(body).not.toMatch(/secret|tenant|replica/)
    // A time is the only figure.
    expect(body.replaceAll(/"time": "[^"]+"/g, '')).not.toMatch(/\d/)
  }
  expect((await fetch(`${address}/metrics`)).status).toBe(404)
})

test.each([
  [30, 1, 'operational'],
  [1, 1, 'operational'],
  [30, 2, 'operational'],
  [30, 3, 'degraded'],
  [4, 2, 'outage'],
  [0, 0, 'standby'],
])('of %i tenants %i are down: chat is %s', async (count, down, level) => {
  const { parts } = await observer(tenants(count, down), await region(serves), nowhere)
  expect(parts['here']).toMatchObject({ chat: level })
})

test('the entry point of a region is what callers see', async () => {
  const standby = await region({ '/serving': { status: 503, body: 'standby' } })
  const broken = await region({ '/serving': { status: 503, body: 'no upstream' } })
  const here = [deployment('ingress-nginx', 'nginx-ingress', 3)]
  expect((await observer(here, standby, broken)).parts).toMatchObject({
    here: { entry: 'standby' },
    there: { entry: 'outage' },
  })
  expect((await observer(here, nowhere, nowhere)).parts).toMatchObject({ here: { entry: 'outage' } })
})

test('another region reports its own parts; an answer of another one, or of a stranger, does not count', async () => {
  const parts = { chat: 'outage', models: 'operational', entry: 'operational', operations: 'degraded' }
  const unknown = { chat: 'unknown', models: 'unknown', entry: 'operational', operations: 'unknown' }
  const answers = (name: string, said: object) =>
    region({
      ...serves,
      '/region.json': { status: 200, body: JSON.stringify({ region: name, parts: said }) },
    })
  const here = await region(serves)
  expect((await observer([], here, await answers('there', parts))).parts['there']).toEqual(parts)
  expect((await observer([], here, await answers('here', parts))).parts['there']).toEqual(unknown)
  expect(
    (await observer([], here, await answers('there', { ...parts, chat: '<b>' }))).parts['there'],
  ).toEqual({
    ...parts,
    chat: 'unknown',
  })
  const odd = await region({ ...serves, '/region.json': { status: 200, body: '[]' } })
  expect((await observer([], here, odd)).parts['there']).toEqual(unknown)
})

test('without the API server the parts are unknown, and the entry point is still shown', async () => {
  const { parts } = await observer(undefined, await region(serves), nowhere)
  expect(parts['here']).toEqual({
    chat: 'unknown',
    models: 'unknown',
    entry: 'operational',
    operations: 'unknown',
  })
})

test('it ends when the kubelet asks it to', async () => {
  const { child } = await observer([], await region(serves), nowhere)
  const ended = stopped(child)
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
})

/** The page behind a real nginx, with paths and ports of this machine. */
async function page(observerPort: number) {
  const root = scratchFolder()
  cpSync(folder, join(root, 'page'), { recursive: true })
  mkdirSync(join(root, 'tmp'))
  const port = await claimPort()
  const file = join(root, 'nginx.conf')
  const config = readFileSync(join(folder, 'nginx.conf'), 'utf8')
    .replaceAll('/tmp/', `${root}/tmp/`)
    .replace('listen 8080;', `listen 127.0.0.1:${port};`)
    .replace('root /page;', `root ${root}/page;`)
    .replace('proxy_cache_valid 200 15s;', 'proxy_cache_valid 200 1s;')
    .replace('http://observer;', `http://127.0.0.1:${observerPort};`)
  writeFileSync(file, config)
  const child = spawn('nginx', ['-e', 'stderr', '-c', file, '-g', 'daemon off; master_process off;'], {
    stdio: 'inherit',
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const address = `http://127.0.0.1:${port}`
  await vi.waitFor(async () => expect((await fetch(`${address}/alive`)).status).toBe(200), {
    timeout: 10_000,
    interval: 100,
  })
  return address
}

test('nginx serves the page and the state, and nothing else of its folder', async () => {
  const { port, child } = await observer([], await region(serves), nowhere)
  const address = await page(port)
  const html = await fetch(`${address}/`)
  expect([html.status, html.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  expect(html.headers.get('content-security-policy')).toContain("default-src 'none'")
  const text = await html.text()
  for (const path of [...text.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, one]) => one))
    expect([path, (await fetch(`${address}/${path}`)).status]).toEqual([path, 200])
  for (const path of ['nginx.conf', 'observer.py', 'index.ts', 'alive/..%2fnginx.conf'])
    expect([path, (await fetch(`${address}/${path}`)).status]).toEqual([path, 404])
  expect((await fetch(`${address}/state.json`, { method: 'POST' })).status).toBe(403)
  // An observer that restarts leaves the newest state in place.
  const before = await (await fetch(`${address}/state.json`)).text()
  const ended = stopped(child)
  child.kill('SIGTERM')
  await ended
  await new Promise((resolve) => setTimeout(resolve, 1500))
  expect(await (await fetch(`${address}/state.json`)).text()).toBe(before)
})
