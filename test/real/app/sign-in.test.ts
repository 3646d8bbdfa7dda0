import { afterAll, beforeAll, expect, test } from 'vitest'
import { bootstrapAdministrator } from '../../../lib/resolve/open-webui-identity.ts'
import { clusters, plain } from '../../support/fleet.ts'
import { ask } from './chat.ts'
import { type IdentityProvider, providerName, startProvider } from './identity-provider.ts'
import { answer, call, openChannel, type Session } from './page.ts'
import { startTenant, type Tenant } from './tenant.ts'
import { startWorld } from './world.ts'

let tenant: Tenant
let provider: IdentityProvider
let stopCell: () => Promise<void>

const person = (sub: string, ...roles: string[]) => ({
  sub,
  email: `${sub}@a.example`,
  name: sub,
  ...(roles.length > 0 ? { roles } : {}),
})

beforeAll(async () => {
  const { cell, certificate } = await startWorld([providerName])
  stopCell = cell.stop
  provider = await startProvider(certificate)
  tenant = await startTenant({
    spec: {
      ...plain,
      identityProvider: {
        issuer: `https://${providerName}`,
        clientId: 'chat',
        cidrs: ['10.8.0.0/24'],
        allowedDomains: ['a.example'],
        userRoles: ['user'],
      },
    },
    cluster: clusters.east,
    cell,
    pods: 2,
    names: { [providerName]: provider.address },
    clientSecret: 'secret',
  })
})
afterAll(async () => {
  await tenant?.stop()
  await provider?.stop()
  await stopCell?.()
})

// In order: the first to sign in is a person without a role.
test('the first person to sign in, without a role, is no administrator: the person waits', async () => {
  const first = await provider.signIn(tenant.site(), person('ann'))
  expect(first.session?.role ?? first.said).toBe('pending')
})

test('roles of the provider make users and administrators; another role, and another domain, are refused', async () => {
  expect((await provider.signIn(tenant.site(), person('bob', 'user'))).session?.role).toBe('user')
  expect((await provider.signIn(tenant.site(), person('eve', 'admin'))).session?.role).toBe('admin')
  const stranger = await provider.signIn(tenant.site(), person('mal', 'visitor'))
  expect(stranger.session).toBeUndefined()
  expect(stranger.said).toMatch(/permission/)
  const outsider = await provider.signIn(tenant.site(), {
    ...person('max', 'admin'),
    email: 'max@elsewhere.example',
  })
  expect(outsider.session).toBeUndefined()
})

test('nobody signs in to the account that was there first: not by password, not by its address at the provider', async () => {
  const password = await call(tenant.site(), 'POST', '/api/v1/auths/signin', undefined, {
    email: bootstrapAdministrator,
    password: 'any',
  })
  expect(password.status).toBe(403)
  const posing = await provider.signIn(tenant.site(), {
    ...person('pat', 'admin'),
    email: bootstrapAdministrator,
  })
  expect(posing.session).toBeUndefined()
})

test('an administrator whose role changed is a user after the next sign-in', async () => {
  expect((await provider.signIn(tenant.site(), person('eve', 'user'))).session?.role).toBe('user')
  // docs/limits.md says so: without any role, the old one stays.
  await provider.signIn(tenant.site(), person('eve', 'admin'))
  expect((await provider.signIn(tenant.site(), person('eve'))).session?.role).toBe('admin')
})

test('a session lasts a working day', async () => {
  const { session } = await provider.signIn(tenant.site(), person('bob', 'user'))
  const { exp } = JSON.parse(Buffer.from(session?.token.split('.')[1] ?? '', 'base64url').toString()) as {
    exp: number
  }
  expect((exp - Date.now() / 1000) / 3600).toBeGreaterThan(7.9)
  expect((exp - Date.now() / 1000) / 3600).toBeLessThanOrEqual(8)
})

// The refresh holds a lock on Redis. On a Redis that refuses the script of its release, each message waits a minute for it.
test('messages do not wait while the token of the provider is refreshed with each of them', async () => {
  const { session, cookies } = await provider.signIn(tenant.site(), person('bob', 'user'))
  if (!session) throw new Error('bob was not let in')
  const here = { ...session, site: { ...session.site, cookies } }
  const channel = await openChannel(here)
  const refreshed = provider.refreshes()
  for (const text of ['Is the gate open?', 'Is it now?']) {
    const started = Date.now()
    const turn = await ask(here, channel, { model: 'llama3:8b', text })
    expect(turn.errors).toEqual([])
    expect(Date.now() - started).toBeLessThan(50_000)
  }
  channel.close()
  expect(provider.refreshes()).toBeGreaterThanOrEqual(refreshed + 2)
})

test('sign-out goes on to the provider, with the hint that spares its question', async () => {
  const { session, cookies } = await provider.signIn(tenant.site(), person('bob', 'user'))
  const signedOut = await fetch(`${tenant.site().url}/api/v1/auths/signout`, {
    method: 'POST',
    headers: { cookie: cookies, authorization: `Bearer ${session?.token}` },
  })
  const { redirect_url: next } = await answer<{ redirect_url: string }>(signedOut)
  expect(next).toMatch(new RegExp(`^https://${providerName}/logout\\?id_token_hint=eyJ`))
})

test('the provider ends a person’s sessions on all pods at once', async () => {
  const { session } = await provider.signIn(tenant.site(0), person('bob', 'user'))
  const works = async ({ token }: Session) =>
    Promise.all(
      [0, 1].map(async (pod) => (await call(tenant.site(pod), 'GET', '/api/v1/auths/', token)).status),
    )
  expect(await works(session as Session)).toEqual([200, 200])
  const ended = await fetch(`${tenant.site(1).url}/oauth/backchannel-logout`, {
    method: 'POST',
    body: new URLSearchParams({ logout_token: provider.logoutToken('bob') }),
  })
  expect(ended.status).toBe(200)
  expect(await works(session as Session)).toEqual([401, 401])
})
