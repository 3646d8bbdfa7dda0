import { afterAll, beforeAll, expect, test } from 'vitest'
import { clusters, plain } from '../../support/fleet.ts'
import { nft } from './network.ts'
import { answer, call, type Session, sessionOf } from './page.ts'
import { type Claims, type IdentityProvider, startProvider } from './provider.ts'
import { signedIn } from './provider-browser.ts'
import { startTenant, type Tenant } from './tenant.ts'
import { startWorld } from './world.ts'

// The fields of a tenant's file for claims, groups, the button and the accounts that were there before the provider.
const host = 'chat.claims.example'
const issuer = 'login.claims.example'
const clientSecret = 'secret-of-the-client'
/** A public address that answers no packet, as all do that no network policy of the tenant names. */
const blocked = '9.9.9.9'
const people: Record<string, Claims> = {
  admin: { email: 'admin@claims.example', nickname: 'The Administrator', roles: ['admin'] },
  member: { email: 'member@claims.example', nickname: 'A Member', groups: ['research', 'sales'] },
  pictured: { email: 'pictured@claims.example', nickname: 'Seen', picture: `https://${blocked}/face.png` },
  old: { email: 'old@claims.example', nickname: 'Old Hand', roles: ['staff'] },
  nameless: { email: 'nameless@claims.example' },
  mailless: { nickname: 'No Mail' },
}
let tenant: Tenant
let provider: IdentityProvider
let stopCell: () => Promise<void>

beforeAll(async () => {
  const { cell, certificate } = await startWorld([issuer])
  stopCell = cell.stop
  const origin = `https://${host}`
  const client = { issuer: `https://${issuer}`, clientId: 'paddock-chat', clientSecret, origin }
  provider = await startProvider(client, people, certificate)
  await nft(`
    add table ip blocked
    add chain ip blocked forward { type filter hook forward priority 0; }
    add rule ip blocked forward ip daddr ${blocked} drop`)
  tenant = await startTenant({
    spec: {
      ...plain,
      id: 'claims',
      hosts: [host],
      identityProvider: {
        issuer: `https://${issuer}`,
        clientId: 'paddock-chat',
        cidrs: ['198.51.100.0/24'],
        allowedDomains: ['claims.example'],
        providerName: 'Claims & Co',
        usernameClaim: 'nickname',
        groups: { create: true },
        mergeByVerifiedMail: true,
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
async function enter(person: string): Promise<Session | undefined> {
  const browser = await signedIn(person, { host, issuer, tenant, provider })
  const token = browser.cookie(host, 'token')
  return token === undefined ? undefined : await sessionOf(tenant.site(), token)
}

async function entered(person: string): Promise<Session> {
  const session = await enter(person)
  if (!session) throw new Error(`${person} was not let in`)
  return session
}

const read = async <T>(session: Session, path: string): Promise<T> =>
  answer<T>(await call(tenant.site(), 'GET', path, session.token))
const groupsOf = async (session: Session): Promise<string[]> =>
  (await read<{ name: string }[]>(session, '/api/v1/groups/')).map(({ name }) => name).sort()
const self = (session: Session) =>
  read<{ name: string; profile_image_url: string }>(session, '/api/v1/auths/')

test('the button has the name of the provider', async () => {
  const { oauth } = await answer<{ oauth: { providers: Record<string, string> } }>(
    await call(tenant.site(), 'GET', '/api/config'),
  )
  expect(oauth.providers).toEqual({ oidc: 'Claims & Co' })
})

test('a person has the name of the claim, and without it the mail address', async () => {
  expect((await self(await entered('member'))).name).toBe('A Member')
  expect((await self(await entered('nameless'))).name).toBe('nameless@claims.example')
})

test('a person without a mail address gets no account', async () => {
  expect(await enter('mailless')).toBeUndefined()
})

test('a picture on a blocked host delays no sign-in', async () => {
  const started = Date.now()
  const session = await entered('pictured')
  expect(Date.now() - started).toBeLessThan(20_000)
  expect((await self(session)).profile_image_url).toMatch(/\/user\.png$|^data:|profile\/image/)
})

test('groups are created and follow the provider at each sign-in', async () => {
  expect(await groupsOf(await entered('member'))).toEqual(['research', 'sales'])
  people['member'] = { ...people['member'], groups: ['sales'] }
  expect(await groupsOf(await entered('member'))).toEqual(['sales'])
  // docs/limits.md says so: a person without any group keeps the last ones.
  people['member'] = { ...people['member'], groups: [] }
  expect(await groupsOf(await entered('member'))).toEqual(['sales'])
})

test('the first sign-in continues the account that has the same mail address', async () => {
  const admin = await entered('admin')
  const account = { name: 'Old', email: 'old@claims.example', password: 'of-the-old-account', role: 'user' }
  const { id } = await answer<{ id: string }>(
    await call(tenant.site(), 'POST', '/api/v1/auths/add', admin.token, account),
  )
  expect((await entered('old')).id).toBe(id)
})
