import { afterAll, beforeAll, expect, test } from 'vitest'
import { clusters, plain } from '../../support/fleet.ts'
import { answer, call, type Session, sessionOf } from './page.ts'
import { type IdentityProvider, startProvider } from './provider.ts'
import { signedIn } from './provider-browser.ts'
import { startTenant, type Tenant } from './tenant.ts'
import { startWorld } from './world.ts'

// By a certified provider and a browser with cookies; sign-in.test.ts has what a provider may get wrong.
const host = 'chat.people.example'
const issuer = 'login.people.example'
const clientSecret = 'secret-of-the-client'
const people = {
  user: { email: 'user@people.example', roles: ['user'] },
  admin: { email: 'admin@people.example', roles: ['chat-admin'] },
  nobody: { email: 'nobody@people.example', roles: [] },
  unclaimed: { email: 'unclaimed@people.example' },
  // Providers add roles of their own to everybody.
  employee: { email: 'employee@people.example', roles: ['offline_access', 'default-roles-people'] },
  stranger: { email: 'stranger@elsewhere.example', roles: ['user'] },
}
let tenant: Tenant
let provider: IdentityProvider
let stopCell: () => Promise<void>

beforeAll(async () => {
  const { cell, certificate } = await startWorld([issuer])
  stopCell = cell.stop
  const client = {
    issuer: `https://${issuer}`,
    clientId: 'paddock-chat',
    clientSecret,
    origin: `https://${host}`,
  }
  provider = await startProvider(client, people, certificate)
  tenant = await startTenant({
    spec: {
      ...plain,
      id: 'people',
      hosts: [host],
      identityProvider: {
        issuer: `https://${issuer}`,
        clientId: 'paddock-chat',
        cidrs: ['198.51.100.0/24'],
        adminRoles: ['chat-admin'],
        allowedDomains: ['people.example'],
      },
    },
    cluster: clusters.east,
    cell,
    names: { [issuer]: provider.address },
    clientSecret,
  })
})
afterAll(async () => {
  await tenant?.stop()
  await provider?.stop()
  await stopCell?.()
})

interface Entered {
  readonly session: Session
  /** Cookie by which the application finds the tokens of the provider. */
  readonly atProvider: string
}

/** Signs somebody in by the provider; undefined where the application makes no account. */
async function enter(person: keyof typeof people): Promise<Entered | undefined> {
  const browser = await signedIn(person, { host, issuer, tenant, provider })
  const token = browser.cookie(host, 'token')
  if (token === undefined) return undefined
  const session = await sessionOf(tenant.site(), token)
  return { session, atProvider: browser.cookie(host, 'oauth_session_id') ?? '' }
}

// This runs first: the first person who signs in must not become administrator for that.
test.each(['nobody', 'unclaimed', 'employee'] as const)(
  '%s chats: everybody whom the provider knows does, by default',
  async (person) => {
    const entered = await enter(person)
    expect(entered?.session.role).toBe('user')
    expect((await call(tenant.site(), 'GET', '/api/models', entered?.session.token)).status).toBe(200)
  },
)

test('somebody of another domain gets no account', async () => {
  expect(await enter('stranger')).toBeUndefined()
})

test('a user is a user, also when nobody was before', async () => {
  expect((await enter('user'))?.session.role).toBe('user')
})

test('whoever has the role of administrators is one', async () => {
  expect((await enter('admin'))?.session.role).toBe('admin')
})

test('after sign-out the token opens nothing, and the browser is sent to end the session at the provider', async () => {
  const entered = await enter('user')
  if (!entered) throw new Error('the user was not let in')
  const { session, atProvider } = entered
  const response = await fetch(`${session.site.url}/api/v1/auths/signout`, {
    method: 'POST',
    headers: { authorization: `Bearer ${session.token}`, cookie: `oauth_session_id=${atProvider}` },
  })
  const { redirect_url: next } = await answer<{ redirect_url?: string }>(response)
  expect(next).toMatch(/^https:\/\/login\.people\.example\/session\/end\?id_token_hint=ey/)
  expect((await call(session.site, 'GET', '/api/v1/auths/', session.token)).status).toBe(401)
})
