import { copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sharedCacheAccess } from '../../../lib/resolve/cache-access.ts'
import { claimPorts } from '../../support/ports.ts'
import { repository } from '../../support/workspace.ts'
import { debian, inDebian, scripts } from './debian.ts'
import { emptyFolders, startValkey, stopValkeys, type Valkey } from './valkey-server.ts'

const [port = '', closed = ''] = (await claimPorts(2)).map(String)
const driver = 'answers-driver.py'
let valkey: Valkey

/** A request to a pod of a tenant: `<tenant>/<pod>`. */
interface Wanted {
  readonly pod: string
  readonly path: string
  readonly method?: string
  readonly query?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly sleep?: number
}
interface Reply {
  readonly status: number
  readonly cache: '' | 'hit' | 'miss'
  readonly type: string
  readonly asked: number
  readonly milliseconds: number
  /** The headers by which the application knew the sender; empty in answers that are public. */
  readonly who: string
  readonly path: string
  readonly changes: number
}

async function send(
  requests: readonly Wanted[],
  more: Readonly<Record<string, string>> = {},
): Promise<Reply[]> {
  const { code, out, err } = await inDebian(
    'valkey',
    ['python3', '-W', 'error', `${scripts}/${driver}`],
    { PYTHONPATH: `/srv/open-webui:${scripts}`, PORT: port, SECONDS: '30', ...more },
    JSON.stringify(requests),
  )
  const warnings = err.replaceAll(/the cache of answers fails.*\n/g, '')
  expect({ code, warnings }).toEqual({ code: 0, warnings: '' })
  return JSON.parse(out) as Reply[]
}
const cli = async (user: string, password: string, ...command: string[]) =>
  (
    await inDebian('valkey', [
      ...['valkey-cli', '-p', port, '--no-auth-warning', '--user', user, '--pass', password],
      ...command,
    ])
  ).out.trim()
const administrator = (...command: string[]) => cli('default', 'administrator', ...command)

beforeAll(async () => {
  copyFileSync(join(import.meta.dirname, driver), join(debian, scripts, driver))
  copyFileSync(join(repository, 'charts/tenant/open-webui/answers.py'), join(debian, scripts, 'answers.py'))
  await emptyFolders('answers')
  valkey = await startValkey('start-cache.sh', port, {
    ADMIN_PASSWORD: 'administrator',
    DATA_DIR: '/tmp/answers',
  })
  for (const tenant of ['a', 'b']) {
    const { code, err } = await inDebian('valkey', ['bash', `${scripts}/create-cache-user.sh`], {
      HOST: '127.0.0.1',
      PORT: port,
      REDISCLI_AUTH: 'administrator',
      USER_NAME: `tenant-${tenant}`,
      USER_PASSWORD: `secret${tenant}`,
      ACL_RULES: sharedCacheAccess(`tenant-${tenant}`),
      WAIT_SECONDS: '10',
    })
    expect({ code, err }).toEqual({ code: 0, err: '' })
  }
})
afterAll(stopValkeys)

/** Sets the tenants' generations: the first request of all finds none. */
const warm = [
  { pod: 'a/1', path: '/api/version' },
  { pod: 'b/1', path: '/api/version' },
]
const ann = { cookie: 'token=ann' }
const bob = { cookie: 'token=bob' }
const caches = (replies: readonly Reply[]) => replies.map(({ cache }) => cache)
const perPerson = ['/api/config', '/api/models', '/api/v1/configs/banners']
const forEverybody = ['/api/changelog', '/api/version', '/manifest.json']

test('the second request of a session is answered by any pod without the application', async () => {
  const again = perPerson.flatMap((path) => [
    { pod: 'a/1', path, headers: ann },
    { pod: 'a/2', path, headers: { ...ann, 'user-agent': 'another', 'x-forwarded-for': '192.0.2.1' } },
  ])
  const replies = (await send([...warm, ...again])).slice(warm.length)
  expect(caches(replies)).toEqual(perPerson.flatMap(() => ['miss', 'hit']))
  expect(replies.map(({ asked }) => asked)).toEqual(perPerson.flatMap(() => [1, 0]))
  for (const [index, { who, type, status }] of replies.entries()) {
    expect({ type, status }).toEqual({ type: 'application/json', status: 200 })
    if (index % 2 === 1) expect(who).toBe(replies[index - 1]?.who)
  }
})

test('public answers are shared by everybody of a tenant, and only they', async () => {
  const requests = [...forEverybody, ...perPerson].flatMap((path) => [
    { pod: 'a/1', path, headers: { cookie: 'token=first', host: 'a' } },
    { pod: 'a/1', path, headers: { authorization: 'Bearer second', host: 'a' } },
  ])
  const replies = (await send([...warm, ...requests])).slice(warm.length)
  expect(caches(replies.slice(0, 6)).filter((_, index) => index % 2 === 1)).toEqual(['hit', 'hit', 'hit'])
  expect(caches(replies.slice(6))).toEqual(perPerson.flatMap(() => ['miss', 'miss']))
})

// Any header may carry an identity: known ones, those of proxies, and names that nobody has thought of.
const names = [
  'authorization',
  'cookie',
  'x-api-key',
  'x-forwarded-user',
  'x-auth-email',
  'x-forwarded-host',
  'origin',
]
const identity = fc.dictionary(
  fc.oneof(fc.constantFrom(...names), fc.stringMatching(/^x-[a-z]{1,8}$/)),
  fc.oneof(
    fc.constantFrom('token=ann', 'token=bob', 'token=ann; token=bob', ''),
    fc.stringMatching(/^[!-~]{1,12}$/),
  ),
  { maxKeys: 3 },
)
const forged = fc.array(
  fc.tuple(identity, fc.constantFrom(...perPerson), fc.constantFrom('a/1', 'a/2', 'b/1')),
  {
    minLength: 400,
    maxLength: 400,
  },
)

test('nobody gets an answer that the application gave to other headers, whatever the headers claim', async () => {
  await fc.assert(
    fc.asyncProperty(forged, async (requests) => {
      const wanted = requests.map(([headers, path, pod]) => ({
        pod,
        path,
        headers: { ...headers, 'x-tenant': pod.slice(0, 1) },
      }))
      const replies = (await send([...warm, ...wanted])).slice(warm.length)
      for (const [index, { who, path }] of replies.entries()) {
        const { headers, path: asked } = wanted[index] ?? { headers: {}, path: '' }
        expect(path).toBe(asked)
        expect(JSON.parse(who)).toEqual(Object.entries(headers).sort(([a], [b]) => (a < b ? -1 : 1)))
      }
      expect(new Set(caches(replies))).toEqual(new Set(['hit', 'miss']))
    }),
    { numRuns: 5 },
  )
})

test('the entries of a tenant are out of reach for another, by its user', async () => {
  await send([...warm, { pod: 'a/1', path: '/api/config', headers: ann }])
  const keys = (await administrator('keys', 'tenant-a:*')).split('\n')
  expect(keys.length).toBeGreaterThan(1)
  expect(keys.every((key) => /^tenant-a:answers:([0-9a-f]{64}|generation)$/.test(key))).toBe(true)
  for (const key of keys.slice(0, 3)) {
    expect(await cli('tenant-b', 'secretb', 'mget', key)).toContain('NOPERM')
    expect(await cli('tenant-b', 'secretb', 'set', key, 'forged')).toContain('NOPERM')
  }
  // No key stays: Valkey answers -1 for one without an end, -2 for one that has ended meanwhile.
  const ends = await Promise.all(keys.slice(0, 20).map((key) => administrator('ttl', key)))
  expect(ends).not.toContain('-1')
})

test('a request that may change an answer is seen by the next reader of any pod, chats are no such request', async () => {
  const read = { path: '/api/models', headers: ann }
  const changes = [
    { method: 'POST', path: '/api/v1/models/create' },
    { method: 'DELETE', path: '/api/v1/users/1' },
    { method: 'PATCH', path: '/api/unknown' },
    { method: 'POST', path: '/api/v1/auths/signout' },
    { method: 'POST', path: '/oauth/backchannel-logout' },
  ]
  for (const change of changes) {
    const replies = await send([
      ...warm,
      { pod: 'a/1', ...read },
      { pod: 'a/2', ...read },
      { pod: 'a/1', ...change },
      { pod: 'a/2', ...read },
    ])
    expect({ change, caches: caches(replies).slice(3) }).toEqual({ change, caches: ['hit', '', 'miss'] })
  }
  const quiet = [
    { method: 'POST', path: '/api/chat/completions' },
    { method: 'POST', path: '/api/v1/chats/new' },
    { method: 'POST', path: '/ollama/api/chat' },
    { method: 'GET', path: '/api/v1/auths/' },
  ]
  for (const other of quiet) {
    const replies = await send([
      ...warm,
      { pod: 'a/1', ...read },
      { pod: 'a/1', ...other },
      { pod: 'a/2', ...read },
    ])
    expect({ other, cache: replies.at(-1)?.cache }).toEqual({ other, cache: 'hit' })
  }
})

test('nothing else is kept: other paths and methods, queries, failures, cookies, answers that forbid it', async () => {
  const twice = (wanted: Wanted) => [wanted, wanted]
  const never: readonly Wanted[] = [
    ...[
      '/api/v1/chats/',
      '/api/v1/auths/',
      '/api/v1/users/user/settings',
      '/api/config/',
      '/API/config',
      '/',
    ].map((path) => ({ pod: 'a/1', path, headers: bob })),
    { pod: 'a/1', path: '/api/models', query: 'refresh=true', headers: bob },
    { pod: 'a/1', path: '/api/config', headers: { ...bob, 'x-wants-status': '401' } },
    { pod: 'a/1', path: '/api/config', headers: { ...bob, 'x-wants-cookie': '1' } },
    { pod: 'a/1', path: '/api/config', headers: { ...bob, 'x-wants-no-store': '1' } },
    { pod: 'a/1', path: '/api/config', headers: { ...bob, 'cache-control': 'no-cache' } },
    { pod: 'a/1', path: '/api/config', method: 'HEAD', headers: bob },
  ]
  const replies = (await send([...warm, ...never.flatMap(twice)])).slice(warm.length)
  expect(replies.map(({ asked }) => asked)).toEqual(replies.map(() => 1))
  expect(caches(replies)).not.toContain('hit')
})

test('an entry ends after its time', async () => {
  const read = { pod: 'a/1', path: '/api/models', headers: { cookie: 'token=late' } }
  const replies = await send([...warm, read, read, { ...read, sleep: 1.2 }], { SECONDS: '1' })
  expect(caches(replies).slice(2)).toEqual(['miss', 'hit', 'miss'])
})

test('an answer comes from the cache faster than two milliseconds', async () => {
  const read = { pod: 'a/1', path: '/api/models', headers: { cookie: 'token=fast' } }
  const times = (await send([...warm, ...Array.from({ length: 500 }, () => read)]))
    .slice(warm.length)
    .filter(({ cache }) => cache === 'hit')
    .map(({ milliseconds }) => milliseconds)
    .sort((one, other) => one - other)
  expect(times.length).toBe(499)
  expect(times[250]).toBeLessThan(2)
})

test('without its cache the application answers alone, and waits for it only once in a while', async () => {
  const read = { pod: 'a/1', path: '/api/models', headers: ann }
  const dead = await send([read, read, read, { ...read, method: 'POST' }, read], { PORT: closed })
  expect(dead.map(({ status, asked }) => [status, asked])).toEqual(dead.map(() => [200, 1]))
  for (const { milliseconds } of dead.slice(1)) expect(milliseconds).toBeLessThan(100)
  await valkey.kill()
  const away = await send([read, read])
  expect(away.map(({ status, asked }) => [status, asked])).toEqual(away.map(() => [200, 1]))
  expect(readFileSync(join(debian, scripts, 'answers.py'), 'utf8')).toContain('REST_SECONDS')
})
