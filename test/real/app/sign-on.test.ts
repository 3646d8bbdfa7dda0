import { afterAll, beforeAll, expect, test } from 'vitest'
import { clusters, plain } from '../../support/fleet.ts'
import { Browser } from './browser.ts'
import { call, type Session, sessionOf } from './page.ts'
import { type IdentityProvider, personHeader, startProvider } from './provider.ts'
import { startTenant, type Tenant } from './tenant.ts'
import { startWorld } from './world.ts'

const host = 'chat.people.example'
const issuer = 'login.people.example'
const clientSecret = 'secret-of-the-client'
const people = {
  user: { email: 'user@people.example', roles: ['user'] },
  admin: { email: 'admin@people.example', roles: ['chat-admin'] },
  nobody: { email: 'nobody@people.example', roles: [] },
  unclaimed: { email: 'unclaimed@people.example' },
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

/** Signs somebody in by the provider; undefined where the application lets nobody in. */
async function enter(person: keyof typeof people): Promise<Session | undefined> {
  const pod = tenant.pods[0]?.address ?? ''
  const browser = new Browser(
    { [host]: { pod }, [issuer]: { server: provider.address } },
    { [personHeader]: person },
  )
  await browser.open(
    `https://${host}/oauth/oidc/login`,
    (url) => url.hostname === host && url.pathname === '/auth',
  )
  const token = browser.cookie(host, 'token')
  return token === undefined ? undefined : sessionOf(tenant.site(), token)
}

// First of all: whoever comes first must not become administrator for that.
test.each(['nobody', 'unclaimed', 'stranger'] as const)('%s is not let in', async (person) => {
  expect(await enter(person)).toBeUndefined()
})

test('a user is a user, also when nobody was before', async () => {
  expect((await enter('user'))?.role).toBe('user')
})

test('whoever has the role of administrators is one', async () => {
  expect((await enter('admin'))?.role).toBe('admin')
})

test('after sign-out the token opens nothing', async () => {
  const session = await enter('user')
  expect(session).toBeDefined()
  const site = tenant.site()
  const signedOut = await call(site, 'GET', '/api/v1/auths/signout', session?.token)
  expect(signedOut.status).toBe(200)
  expect((await call(site, 'GET', '/api/v1/auths/', session?.token)).status).toBe(401)
})
