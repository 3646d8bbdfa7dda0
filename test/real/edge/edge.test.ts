import { afterAll, beforeAll, expect, test } from 'vitest'
import { settingsRoutes } from '../../../lib/catalog/settings-routes.ts'
import { timeouts } from '../../../lib/resolve/timeouts.ts'
import { ask, askHttp2, outside, shakeHands, upgrade } from './client.ts'
import { type Edge, startEdge, written } from './edge.ts'
import { balancer, hosts } from './fleet.ts'
import { real } from './given.ts'
import { type Directive, differences, parse, textOf } from './parse.ts'

let edge: Edge

beforeAll(async () => {
  edge = await startEdge()
})
afterAll(() => edge?.stop())

const strict = 'max-age=31536000; includeSubDomains'
const served = [hosts.alpha, hosts.beta]
/** A request by a load balancer, of a client with this address. */
const of = (address: string) => ({ from: balancer, headers: { 'x-forwarded-for': address } })
/** Sends requests at once, as a page does. */
const many = (count: number, send: () => Promise<{ status: number }>) =>
  Promise.all(Array.from({ length: count }, async () => (await send()).status))

test.each([...served, hosts.betaOther, hosts.paused, 'unknown.example'])(
  '%s accepts TLS 1.3 and nothing older',
  async (host) => {
    const socket = await shakeHands(host, 'TLSv1.3')
    expect(socket.getProtocol()).toBe('TLSv1.3')
    socket.destroy()
    await expect(shakeHands(host, 'TLSv1.2')).rejects.toThrow(/protocol version/)
  },
)

test('hosts of a tenant’s own have its certificate, others that of the controller', async () => {
  const names = async (host: string) => {
    const socket = await shakeHands(host, 'TLSv1.3')
    const { subjectaltname } = socket.getPeerCertificate()
    socket.destroy()
    return subjectaltname
  }
  expect(await names(hosts.beta)).toBe('DNS:chat.beta.example, DNS:*.beta.example')
  expect(await names(hosts.alpha)).toBe('DNS:nginx-ingress.ingress-nginx.svc')
  expect(await names('unknown.example')).toBe('DNS:nginx-ingress.ingress-nginx.svc')
})

test('every answer has strict transport security: of the application, refusals, errors, pages, redirects', async () => {
  const large = { method: 'POST', body: Buffer.alloc(4 * 1024 ** 2) }
  const answers = {
    application: await ask({ host: hosts.alpha }),
    asset: await ask({ host: hosts.alpha, path: '/_app/immutable/entry/start.js' }),
    tooLarge: await ask({ host: hosts.alpha, ...large }),
    refused: await ask({ host: hosts.alpha, path: '/api/v1/configs/banners', method: 'POST' }),
    paused: await ask({ host: hosts.paused }),
    moved: await ask({ host: hosts.betaOther }),
    region: await ask({ host: hosts.region, path: '/serving' }),
    unknown: await ask({ host: 'unknown.example' }),
  }
  const headers = Object.entries(answers).map(([name, { status, headers: all }]) => [
    name,
    status,
    all['strict-transport-security'],
  ])
  expect(headers).toEqual([
    ['application', 200, strict],
    ['asset', 200, strict],
    ['tooLarge', 413, strict],
    ['refused', 403, strict],
    ['paused', 503, strict],
    ['moved', 308, strict],
    ['region', 200, strict],
    ['unknown', 404, strict],
  ])
})

test.each(['1.1', '2'])('words reach a client of HTTP/%s one by one', async (version) => {
  const host = hosts.alpha
  const { status, body, parts } =
    version === '2' ? await askHttp2(host, '/words') : await ask({ host, path: '/words' })
  expect(status).toBe(200)
  expect(body).toBe('word 0\nword 1\nword 2\nword 3\nword 4\n')
  // The application waits 200 ms between two words. A buffer would deliver all of them together, after 800 ms.
  expect(parts.length).toBeGreaterThan(2)
  expect((parts.at(-1) ?? 0) - (parts[0] ?? 0)).toBeGreaterThan(500)
})

test('an answer may be late, up to the time-outs of the tenant’s routes', async () => {
  const { status, parts } = await ask({ host: hosts.alpha, path: '/late?ms=3000' })
  expect(status).toBe(200)
  expect(parts[0]).toBeGreaterThan(2900)
  const given = Object.values(edge.configuration()).flatMap(
    (text) => text.match(/proxy_read_timeout \w+/g) ?? [],
  )
  expect([...new Set(given)].sort()).toEqual([
    `proxy_read_timeout ${timeouts.ingressRead}s`,
    'proxy_read_timeout 86400s',
  ])
})

test('an upload up to the tenant’s limit passes, a larger one is refused before the application sees a byte', async () => {
  const { services } = edge
  const mebibytes = (size: number) => Buffer.alloc(size * 1024 ** 2, 'x')
  // The tenant’s file allows 2 MiB; the form around a file takes some lines of the third.
  const passes = await ask({ host: hosts.alpha, path: '/api/v1/files/', method: 'POST', body: mebibytes(3) })
  expect(passes.status).toBe(200)
  expect(JSON.parse(passes.body)).toEqual({ tenant: 'alpha', size: 3 * 1024 ** 2 })
  const before = services.alpha.bytes()
  const refused = await ask({ host: hosts.alpha, path: '/api/v1/files/', method: 'POST', body: mebibytes(4) })
  expect(refused.status).toBe(413)
  expect(services.alpha.bytes()).toBe(before)
})

test('a websocket is upgraded and carries bytes both ways', async () => {
  expect(await upgrade(hosts.alpha, 'hello alpha')).toEqual({
    status: 'HTTP/1.1 101 Switching Protocols',
    echo: 'hello alpha',
  })
})

test('no spelling of a host and no header reaches another tenant’s application', async () => {
  const { services } = edge
  const before = services.beta.asked.length
  const spellings = [hosts.alpha, hosts.alpha.toUpperCase(), `${hosts.alpha}.`, `${hosts.alpha}:443`]
  const forged = [
    {},
    { 'x-forwarded-host': hosts.beta },
    { 'x-original-host': hosts.beta, 'x-host': hosts.beta, forwarded: `host=${hosts.beta}` },
    { 'x-original-url': `https://${hosts.beta}/`, 'x-rewrite-url': '/' },
  ]
  for (const host of spellings)
    for (const headers of forged) {
      const { status, body } = await ask({ host, headers, name: hosts.alpha })
      expect({ host, status, ...JSON.parse(body) }).toEqual({ host, status: 200, tenant: 'alpha', size: 0 })
    }
  const [last] = services.alpha.asked.slice(-1)
  expect(last?.headers).toMatchObject({
    host: hosts.alpha,
    'x-forwarded-host': hosts.alpha,
    'x-forwarded-proto': 'https',
    'x-forwarded-port': '443',
  })
  expect(services.beta.asked).toHaveLength(before)
})

test('a host that no tenant has is refused, whatever its name resembles', async () => {
  const { services } = edge
  const count = () => Object.values(services).reduce((sum, { asked }) => sum + asked.length, 0)
  const before = count()
  for (const host of [
    'unknown.example',
    `x.${hosts.alpha}`,
    `${hosts.alpha}.evil.example`,
    '127.0.0.1',
    'beta.example',
  ]) {
    expect((await ask({ host, name: 'unknown.example' })).status).toBe(404)
    expect((await ask({ host, name: hosts.alpha })).status).toBe(404)
  }
  expect(count()).toBe(before)
})

test('people of a suspended tenant read its page; nothing of the tenant is asked', async () => {
  // NGINX names a file's type by the extension in the path, whatever the answer is.
  expect((await ask({ host: hosts.paused, path: '/_app/immutable/x.js' })).status).toBe(503)
  for (const path of ['/', '/api/v1/chats', '/ws/socket.io/']) {
    const { status, headers, body } = await ask({ host: hosts.paused, path })
    expect(status).toBe(503)
    expect(headers).toMatchObject({
      'content-type': 'text/html',
      'cache-control': 'no-store',
      'retry-after': '3600',
      'x-content-type-options': 'nosniff',
    })
    expect(body).toContain('<h1>Paused &#34;Ltd&#34; &#36;host is paused</h1>')
    expect(body).toContain('mailto:it@plain.example')
  }
  expect(edge.services.paused.asked).toEqual([])
})

test('people who open a tenant without an answering pod read that it starts; programs get the plain error', async () => {
  const { alpha } = edge.services
  await alpha.pause()
  try {
    for (const path of ['/', '/?q=1', '/auth', '/c/5b9fa7f2']) {
      const { status, headers, body } = await ask({ host: hosts.alpha, path })
      expect({ path, status }).toEqual({ path, status: 503 })
      expect(headers).toMatchObject({
        'retry-after': '10',
        'cache-control': 'no-store',
        'content-type': 'text/html',
        'strict-transport-security': strict,
      })
      expect(body).toContain('is starting</h1>')
    }
    const { status, body } = await ask({ host: hosts.alpha, path: '/api/config' })
    expect(status).toBe(502)
    expect(body).not.toContain('is starting')
  } finally {
    await alpha.resume()
  }
  expect(JSON.parse((await ask({ host: hosts.alpha })).body)).toMatchObject({ tenant: 'alpha' })
})

test('other hosts of a tenant, and plain HTTP, redirect to the address with path and query', async () => {
  for (const host of [hosts.betaSecond, hosts.betaOther]) {
    const moved = await ask({ host, path: '/c/1?x=a%20b' })
    expect([moved.status, moved.headers.location]).toEqual([308, 'https://chat.beta.example/c/1?x=a%20b'])
  }
  const plain = await ask({ host: hosts.alpha, path: '/c/1?x=2', port: 80 })
  expect([plain.status, plain.headers.location]).toEqual([308, `https://${hosts.alpha}/c/1?x=2`])
})

test('a request that changes a setting is refused, reading passes', async () => {
  const { asked } = edge.services.alpha
  let client = 0
  for (const route of settingsRoutes)
    for (const path of [
      route,
      `${route}/`,
      `${route}/below`,
      `//${route.slice(1)}`,
      route.replace('/api', '/%61pi'),
    ]) {
      const before = asked.length
      const sender = of(`203.0.113.${client++}`)
      const refused = await ask({ host: hosts.alpha, path, method: 'POST', ...sender })
      expect({ path, status: refused.status, asked: asked.length - before }).toEqual({
        path,
        status: 403,
        asked: 0,
      })
      expect(JSON.parse(refused.body)).toEqual({ detail: expect.stringContaining('it was refused') })
      const read = await ask({ host: hosts.alpha, path: `${path}?a=1`, ...sender })
      expect({ path, status: read.status, url: asked.at(-1)?.url }).toEqual({
        path,
        status: 200,
        url: `${path}?a=1`,
      })
    }
})

test('an application that refused a connection is asked again at once', async () => {
  // One server: NGINX counts no failures, because there is no other to choose.
  const host = hosts.beta
  await edge.services.beta.pause()
  expect((await ask({ host, path: '/api/version', ...of('192.0.2.77') })).status).toBe(502)
  await edge.services.beta.resume()
  expect((await ask({ host, ...of('192.0.2.77') })).status).toBe(200)
})

test('a client that asks too often gets 429, others and its files do not', async () => {
  const host = hosts.beta
  const limited = of('192.0.2.1')
  const statuses = await many(130, () => ask({ host, ...limited }))
  const refused = statuses.filter((status) => status === 429).length
  // A burst of 100 passes at once, and a pod allows its share of 60 a minute.
  expect(refused).toBeGreaterThanOrEqual(25)
  expect(statuses.filter((status) => status === 200).length).toBe(130 - refused)
  expect((await ask({ host, ...of('192.0.2.2') })).status).toBe(200)
  const files = await many(200, () => ask({ host, path: '/_app/immutable/a.js', ...limited }))
  expect(new Set(files)).toEqual(new Set([200]))
})

test('only a load balancer may say whose request it is', async () => {
  const host = hosts.beta
  let number = 0
  const forged = () => ask({ host, headers: of(`198.51.100.${number++ % 250}`).headers })
  const statuses = await many(130, forged)
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(25)
  const [last] = edge.services.beta.asked.slice(-1)
  expect(last?.headers['x-real-ip']).toBe('127.0.0.1')
})

test('a host of the platform is answered at the platform’s entry point alone, however a client writes it', async () => {
  const { services } = edge
  const count = () => Object.values(services).reduce((sum, { asked }) => sum + asked.length, 0)
  const before = count()
  const platform = [hosts.alpha, hosts.paused, hosts.region]
  const spellings = platform.flatMap((host) => [host, host.toUpperCase(), `${host}.`, `${host}:443`])
  const forged = [
    {},
    { 'x-forwarded-for': balancer },
    { 'x-forwarded-for': `${balancer}, ${balancer}` },
    { 'x-real-ip': balancer, forwarded: `for=${balancer}`, 'x-forwarded-host': hosts.beta },
  ]
  for (const host of spellings)
    for (const headers of forged)
      for (const name of [host.replace(/[.]$|:443$/, ''), hosts.beta]) {
        const { status, headers: answered } = await ask({ host, name, headers, from: outside })
        expect({ host, name, headers, status }).toEqual({ host, name, headers, status: 421 })
        expect(answered['strict-transport-security']).toBe(strict)
      }
  for (const path of ['/', '/serving', '/api/v1/chats', `https://${hosts.alpha}/`]) {
    expect([path, (await ask({ host: hosts.alpha, path, from: outside })).status]).toEqual([path, 421])
  }
  expect((await askHttp2(hosts.alpha, '/', outside)).status).toBe(421)
  // The request's own host counts, not that of its line.
  const line = await ask({ host: hosts.beta, path: `https://${hosts.alpha}/`, from: outside })
  expect(line.status).toBe(421)
  expect(count()).toBe(before)
  for (const [host, status] of [
    [hosts.alpha, 200],
    [hosts.paused, 503],
  ] as const) {
    expect([host, (await ask({ host, from: balancer })).status]).toEqual([host, status])
  }
  expect((await askHttp2(hosts.alpha, '/')).status).toBe(200)
})

test('hosts of a tenant’s own are answered at both entry points', async () => {
  // A file of the page: earlier requests of this address may have used up the rate of all else.
  const path = '/_app/immutable/entry/start.js'
  for (const from of [outside, balancer]) {
    const { status } = await ask({ host: hosts.beta, path, from, headers: of('192.0.2.9').headers })
    expect([from, status]).toEqual([from, 200])
  }
})

test('of the addresses that a load balancer reports, the last one counts: clients write the others', async () => {
  await ask({
    host: hosts.alpha,
    from: balancer,
    headers: { 'x-forwarded-for': '198.51.100.1, 203.0.113.200' },
  })
  expect(edge.services.alpha.asked.at(-1)?.headers['x-real-ip']).toBe('203.0.113.200')
})

/** Directives without effect on an answer: names for logs, and answers to gRPC, which no tenant speaks. */
const apart = /^(set \$(service|resource_\w+) |location @grpc_)/

/** In one order: within a block, the order of these directives means nothing to NGINX. */
function comparable(text: string): Directive[] {
  const strip = (all: readonly Directive[]): Directive[] =>
    all
      .filter((directive) => !apart.test(textOf(directive)))
      .map(({ words, block }) => ({ words, ...(block ? { block: strip(block) } : {}) }))
      .sort((a, b) => textOf(a).localeCompare(textOf(b)))
  return strip(parse(text))
}

test.runIf(real)('the controller’s own configuration is the one that the other runs use', () => {
  const ours = written(edge.services)
  const theirs = edge.configuration()
  expect(Object.keys(theirs).sort()).toEqual(Object.keys(ours).sort())
  for (const [name, text] of Object.entries(theirs)) {
    expect(differences(comparable(ours[name] ?? ''), comparable(text), name)).toEqual([])
  }
})
