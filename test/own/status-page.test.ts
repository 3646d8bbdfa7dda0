import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { expect, test, vi } from 'vitest'
import type { PodSpec } from '../../lib/kube/types/kubernetes.ts'
import { drawOwn, errorsOf } from '../support/own-workspace.ts'
import { repository } from '../support/workspace.ts'

const folder = join(repository, 'charts/own/status-page')
const chart = Object.fromEntries(
  readdirSync(folder).map((name) => [`status-page/${name}`, readFileSync(join(folder, name), 'utf8')]),
)

test('the status page has no finding on any region', async () => {
  expect(await errorsOf(chart)).toEqual([])
  const { drawn } = await drawOwn(chart)
  expect(drawn.map(({ cluster }) => cluster)).toEqual(['us-east-1', 'us-west-2'])
})

test('pods that the Internet reaches have no token, and no way but to the observers', async () => {
  const [first] = (await drawOwn(chart)).drawn
  const objects = first?.files.flatMap((file) => file.objects) ?? []
  const podOf = (name: string) => {
    const found = objects.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === name)
    if (!found) throw new Error(`no Deployment ${name}`)
    return (found['spec'] as { template: { spec: PodSpec } }).template.spec
  }
  const hasToken = (name: string) => JSON.stringify(podOf(name)).includes('serviceAccountToken')
  expect([hasToken('page'), hasToken('observer')]).toEqual([false, true])
  const policies = objects.filter(({ kind }) => kind === 'NetworkPolicy')
  const open = policies.map(({ metadata }) => metadata.name).sort()
  expect(open).toEqual([
    'all-to-dns',
    'deny-all',
    'observer-from-own-namespace',
    'observer-to-api-server',
    'observer-to-public',
    'page-to-own-namespace',
    'published-from-ingress',
  ])
})

test('a standby region also answers the host of the region that it stands by for', async () => {
  const { drawn } = await drawOwn(chart)
  const hosts = (cluster: string) =>
    drawn
      .filter((one) => one.cluster === cluster)
      .flatMap(({ files }) => files.flatMap((file) => file.objects))
      .filter(({ kind }) => kind === 'VirtualServer')
      .map(({ spec }) => (spec as { host: string }).host)
  expect(hosts('us-east-1')).toEqual(['status.use1.paddock.example'])
  expect(hosts('us-west-2')).toEqual(['status.usw2.paddock.example', 'status.use1.paddock.example'])
})

/** As much of a document as the page's script uses. */
class Element {
  readonly children: Element[] = []
  className = ''
  textContent = ''
  append(...more: readonly Element[]): void {
    this.children.push(...more)
  }
  replaceChildren(...all: readonly Element[]): void {
    this.children.splice(0, this.children.length, ...all)
  }
  get text(): string {
    return [this.textContent, ...this.children.map((one) => one.text)].filter((one) => one !== '').join(' ')
  }
}

/** The text that the page shows for an answer of `state.json`; undefined: there is no answer. */
async function shown(answer: object | undefined): Promise<Record<string, string>> {
  const elements = new Map(['summary', 'regions', 'time'].map((id) => [id, new Element()]))
  const fetched = vi.fn(async () => ({ ok: answer !== undefined, status: 503, json: async () => answer }))
  const timer = vi.fn()
  runInNewContext(readFileSync(join(folder, 'page.js'), 'utf8'), {
    Date,
    document: { createElement: () => new Element(), getElementById: (id: string) => elements.get(id) },
    fetch: fetched,
    setInterval: timer,
  })
  await vi.waitFor(() => expect(elements.get('summary')?.textContent).not.toBe(''))
  await new Promise((resolve) => setTimeout(resolve, 10))
  expect(timer).toHaveBeenCalledOnce()
  return Object.fromEntries([...elements].map(([id, element]) => [id, element.text]))
}

const parts = { entry: 'operational', chat: 'operational', models: 'standby', operations: 'operational' }
const state = (levels: object, time = new Date()) => ({
  time: time.toISOString(),
  regions: [{ region: 'us-east-1', parts: { ...parts, ...levels } }],
})

test.each([
  [{}, 'All parts are operational.'],
  [{ models: 'unknown' }, 'The state of a part is unknown.'],
  [{ chat: 'degraded' }, 'A part of the service is degraded.'],
  [{ chat: 'degraded', entry: 'outage' }, 'A part of the service is out.'],
])('the page sums up %j', async (levels, text) => {
  const { summary, regions } = await shown(state(levels))
  expect(summary).toBe(text)
  expect(regions).toContain('us-east-1')
  expect(regions).toContain('Chat')
})

test('an old state is not shown as the present one, a missing one is reported, and no other word is repeated', async () => {
  const old = new Date(Date.now() - 6 * 60_000)
  expect((await shown(state({}, old)))['summary']).toBe('The state has not been updated for some time.')
  expect((await shown(undefined))['summary']).toBe('The state cannot be loaded at the moment.')
  const { regions } = await shown(state({ chat: 'a word of a stranger' }))
  expect(regions).toContain('Chat unknown')
  expect(regions).not.toContain('stranger')
})
