import { afterAll, beforeAll, expect, test } from 'vitest'
import { clusters, plain } from '../../support/fleet.ts'
import { type Cell, cacheCommand } from './cell.ts'
import { answer, call, type Session, signIn } from './page.ts'
import { startTenant, type Tenant } from './tenant.ts'
import { startWorld } from './world.ts'

// The real application with the cache of answers around it, and the cell's cache over TLS under each tenant's own user.
let cell: Cell
let tenants: readonly [Tenant, Tenant]
let administrator: Session
let person: Session

beforeAll(async () => {
  ;({ cell } = await startWorld())
  const wanted = { cluster: clusters.east, cell }
  tenants = [
    await startTenant({ ...wanted, spec: { ...plain, id: 'left', models: ['llama3:8b'] } }),
    await startTenant({ ...wanted, spec: { ...plain, id: 'right', models: ['mistral:7b'] } }),
  ]
  const [left] = tenants
  administrator = await left.administrator()
  const account = { name: 'Ann', email: 'ann@left.example', password: 'a long Password 1', role: 'user' }
  await answer(await call(left.site(), 'POST', '/api/v1/auths/add', administrator.token, account))
  person = await signIn(left.site(), account.email, account.password)
})
afterAll(async () => {
  for (const tenant of tenants ?? []) await tenant.stop()
  await cell?.stop()
})

const paths = [
  '/api/config',
  '/api/models',
  '/api/v1/configs/banners',
  '/api/version',
  '/manifest.json',
  '/api/changelog',
]

async function read(session: Session, path: string) {
  const started = performance.now()
  const response = await call(session.site, 'GET', path, session.token)
  const body = (await response.json()) as Record<string, unknown>
  const milliseconds = performance.now() - started
  return { status: response.status, kept: response.headers.get('x-answer-cache') ?? '', body, milliseconds }
}

test('each person reads their own answers, the second time from the cache and to the letter the same', async () => {
  for (const session of [administrator, person])
    for (const path of paths) {
      const first = await read(session, path)
      const second = await read(session, path)
      expect({ path, status: second.status, kept: second.kept }).toEqual({ path, status: 200, kept: 'hit' })
      expect(second.body).toEqual(first.body)
    }
  const permissions = async (session: Session) => (await read(session, '/api/config')).body['permissions']
  expect(await permissions(person)).not.toBeUndefined()
  const admin = { ...person, token: administrator.token }
  expect(Object.keys((await read(admin, '/api/config')).body).sort()).toEqual(
    Object.keys((await read(administrator, '/api/config')).body).sort(),
  )
})

test('a token of one tenant reads nothing of the other, whose models are other ones', async () => {
  const [left, right] = tenants
  const models = async (session: Session) =>
    ((await read(session, '/api/models')).body['data'] as { id: string }[]).map(({ id }) => id)
  expect(await models(administrator)).toEqual(['llama3:8b'])
  const there = await right.administrator()
  expect(await models(there)).toEqual(['mistral:7b'])
  const stray = await call(right.site(), 'GET', '/api/models', administrator.token)
  expect([stray.status, stray.headers.get('x-answer-cache')]).toEqual([401, 'miss'])
  const owners = (await cacheCommand(cell, 'keys', '*'))
    .trim()
    .split('\n')
    .map((key) => key.split(':')[0])
  expect(new Set(owners)).toEqual(new Set([`tenant-${left.resolved.id}`, `tenant-${right.resolved.id}`]))
})

test('nobody without a session reads what a session read, and a session that ended reads nothing', async () => {
  const [left] = tenants
  const anonymous = { ...person, token: '' }
  expect((await call(left.site(), 'GET', '/api/models')).status).toBe(401)
  expect(Object.keys((await read(anonymous, '/api/config')).body)).not.toContain('permissions')
  const leaving = await signIn(left.site(), person.email, 'a long Password 1')
  await read(leaving, '/api/models')
  expect((await read(leaving, '/api/models')).kept).toBe('hit')
  await call(left.site(), 'POST', '/api/v1/auths/signout', leaving.token)
  expect((await call(left.site(), 'GET', '/api/models', leaving.token)).status).toBe(401)
})

test('a role that changes shows in the next answer', async () => {
  await read(person, '/api/config')
  const before = await read(person, '/api/config')
  expect(before.kept).toBe('hit')
  const change = { role: 'admin', name: 'Ann', email: person.email, profile_image_url: '/user.png' }
  const [left] = tenants
  await answer(
    await call(left.site(), 'POST', `/api/v1/users/${person.id}/update`, administrator.token, change),
  )
  const after = await read(person, '/api/config')
  expect(after.kept).toBe('miss')
})

test('figures: share of hits when people open pages, and the time of an answer with and without the cache', async () => {
  const median = (times: readonly number[]) =>
    [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
  const lines: string[] = []
  for (const path of paths) {
    const without: number[] = []
    for (let turn = 0; turn < 20; turn++) {
      const { site, token } = administrator
      const started = performance.now()
      const response = await fetch(`${site.url}${path}`, {
        headers: { authorization: `Bearer ${token}`, 'cache-control': 'no-cache' },
      })
      await response.text()
      without.push(performance.now() - started)
    }
    const hits: number[] = []
    for (let turn = 0; turn < 20; turn++) hits.push((await read(administrator, path)).milliseconds)
    lines.push(
      `${path}: ${median(without).toFixed(1)} ms without, ${median(hits).toFixed(1)} ms from the cache`,
    )
  }
  // Six people open the page three times within half a minute: 18 visits.
  const [left] = tenants
  const people = await Promise.all(
    Array.from({ length: 6 }, async (_, number) => {
      const account = {
        name: `P${number}`,
        email: `p${number}@left.example`,
        password: 'a long Password 1',
        role: 'user',
      }
      await answer(await call(left.site(), 'POST', '/api/v1/auths/add', administrator.token, account))
      return await signIn(left.site(), account.email, account.password)
    }),
  )
  const outcomes: string[] = []
  for (let visit = 0; visit < 3; visit++)
    for (const one of people) for (const path of paths) outcomes.push((await read(one, path)).kept)
  const share = outcomes.filter((kept) => kept === 'hit').length / outcomes.length
  lines.push(
    `18 visits by 6 people: ${(100 * share).toFixed(0)} % of ${outcomes.length} answers from the cache`,
  )
  console.info(lines.join('\n'))
  expect(share).toBeGreaterThan(0.6)
})
