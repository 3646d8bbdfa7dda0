import { generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { Certificate } from './certificates.ts'
import { serviceAddress } from './network.ts'
import { call, type Session, type Site, sessionOf } from './page.ts'

/** Name of the provider; `startWorld` must be given it for its certificate. */
export const providerName = 'sso.paddock.example'
const issuer = `https://${providerName}`
const clientId = 'chat'

/** The claims of a provider about a person. */
export interface Person {
  readonly sub: string
  readonly email: string
  readonly name: string
  /** Absent: the provider sends no claim of roles. */
  readonly roles?: readonly string[]
}

/** An OpenID provider that signs in the person whom the test names. */
export interface IdentityProvider {
  readonly address: string
  /** Follows the redirects like a browser from the page's button to the session, or to the page's message. */
  signIn(site: Site, person: Person): Promise<SignedIn>
  /** A token of OpenID Connect Back-Channel Logout 1.0. */
  logoutToken(sub: string): string
  /** How often a token was refreshed. */
  refreshes(): number
  stop(): Promise<void>
}

/** The end of a sign-in: `said` is what the page shows where it was refused. */
export interface SignedIn {
  readonly session?: Session
  readonly cookies: string
  readonly said?: string
}

/** Starts a provider over TLS, as the tenant's file names one. */
export async function startProvider(certificate: Certificate): Promise<IdentityProvider> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const key = {
    ...publicKey.export({ format: 'jwk' }),
    kid: 'one',
    use: 'sig',
    alg: 'RS256',
  }
  const codes = new Map<string, { person: Person; nonce: string | null }>()
  let refreshes = 0
  const token = (claims: object): string => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const now = Math.floor(Date.now() / 1000)
    const text = `${part({ alg: 'RS256', kid: 'one', typ: 'JWT' })}.${part({ iss: issuer, aud: clientId, iat: now, exp: now + 3600, ...claims })}`
    return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`
  }
  const answers: Record<string, (form: URLSearchParams) => object> = {
    '/.well-known/openid-configuration': () => ({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/keys`,
      end_session_endpoint: `${issuer}/logout`,
      id_token_signing_alg_values_supported: ['RS256'],
    }),
    '/keys': () => ({ keys: [key] }),
    // An access token lives so short that Open WebUI refreshes it with each message. The refresh token is the code.
    '/token': (form) => {
      if (form.get('grant_type') === 'refresh_token') refreshes += 1
      const code = form.get('code') ?? form.get('refresh_token') ?? ''
      const { person, nonce } = codes.get(code) ?? {}
      return {
        access_token: 'access',
        refresh_token: code,
        token_type: 'Bearer',
        expires_in: 60,
        id_token: token({ ...person, ...(nonce ? { nonce } : {}) }),
      }
    },
  }
  const server = createServer(
    { cert: readFileSync(certificate.certificate), key: readFileSync(certificate.key) },
    async (incoming, outgoing) => {
      const chunks: Buffer[] = []
      for await (const chunk of incoming) chunks.push(chunk as Buffer)
      const found = answers[new URL(incoming.url ?? '', issuer).pathname]
      outgoing.writeHead(found ? 200 : 404, { 'content-type': 'application/json' })
      outgoing.end(JSON.stringify(found?.(new URLSearchParams(Buffer.concat(chunks).toString())) ?? {}))
    },
  )
  const address = await serviceAddress()
  server.listen(443, address)
  await once(server, 'listening')
  return {
    address,
    signIn: async (site, person) => {
      const begun = await call(site, 'GET', '/oauth/oidc/login')
      const asked = new URL(begun.headers.get('location') ?? '')
      const code = randomUUID()
      codes.set(code, { person, nonce: asked.searchParams.get('nonce') })
      const query = new URLSearchParams({ code, state: asked.searchParams.get('state') ?? '' })
      const ended = await fetch(`${site.url}/oauth/oidc/callback?${query}`, {
        redirect: 'manual',
        headers: { 'x-forwarded-proto': 'https', cookie: cookiesOf(begun) },
      })
      const cookies = cookiesOf(ended)
      const session = /(?:^|; )token=([^;]+)/.exec(cookies)?.[1]
      const page = new URL(ended.headers.get('location') ?? '').searchParams
      const said = page.get('error') ?? (page.has('pending') ? 'pending' : undefined)
      return {
        cookies,
        ...(session ? { session: await sessionOf(site, session) } : {}),
        ...(said ? { said } : {}),
      }
    },
    logoutToken: (sub) =>
      token({ sub, jti: randomUUID(), events: { 'http://schemas.openid.net/event/backchannel-logout': {} } }),
    refreshes: () => refreshes,
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Cookies that an answer sets, as the browser sends them back. */
function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0] ?? '')
    .filter((cookie) => !cookie.endsWith('=""') && !cookie.endsWith('='))
    .join('; ')
}
