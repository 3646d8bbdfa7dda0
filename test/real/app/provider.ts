import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import Provider, { type Configuration } from 'oidc-provider'
import type { Certificate } from './certificates.ts'
import { serviceAddress } from './network.ts'

/** Claims of a person. A claim that is absent here is absent in tokens. */
export interface Claims {
  readonly email?: string
  readonly upn?: string
  readonly nickname?: string
  readonly picture?: string
  readonly roles?: readonly string[]
  readonly groups?: readonly string[]
}

/** Claims of people, by their subject. A test may change them between two sign-ins. */
export type People = Readonly<Record<string, Claims>>

/** The tenant's registration at the provider. */
export interface Client {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Address of the tenant for browsers. */
  readonly origin: string
}

/** A running identity provider. */
export interface IdentityProvider {
  readonly address: string
  stop(): Promise<void>
}

/** Header with the name of the person who signs in. It replaces the page that asks for a password. */
export const personHeader = 'x-person'

/** Starts a certified OpenID provider. Claims that a person has not are left out of tokens. */
export async function startProvider(
  client: Client,
  people: People,
  certificate: Certificate,
): Promise<IdentityProvider> {
  const provider = new Provider(client.issuer, configuration(client, people))
  provider.proxy = true
  const callback = provider.callback()
  const server = createServer(
    { cert: readFileSync(certificate.certificate), key: readFileSync(certificate.key) },
    async (request, response) => {
      if (!request.url?.startsWith('/interaction/')) return callback(request, response)
      const accountId = String(request.headers[personHeader])
      await provider.interactionFinished(request, response, { login: { accountId } })
    },
  )
  const address = await serviceAddress()
  await new Promise<void>((resolve) => server.listen(443, address, resolve))
  return {
    address,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function configuration({ clientId, clientSecret, origin }: Client, people: People): Configuration {
  return {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [`${origin}/oauth/oidc/callback`],
        post_logout_redirect_uris: [origin],
      },
    ],
    claims: {
      openid: ['sub'],
      email: ['email', 'email_verified'],
      profile: ['name', 'nickname', 'picture', 'roles', 'groups', 'upn'],
    },
    conformIdTokenClaims: false,
    cookies: { keys: ['of the test'] },
    features: { devInteractions: { enabled: false } },
    findAccount: (_, sub) => ({
      accountId: sub,
      claims: () => ({ sub, name: sub, email_verified: true, ...people[sub] }) as { sub: string },
    }),
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    // Nobody is asked for consent: it is the company's own application.
    loadExistingGrant: async (context) => {
      const { oidc } = context
      const grant = new oidc.provider.Grant({
        accountId: oidc.session?.accountId ?? '',
        clientId: oidc.client?.clientId ?? '',
      })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
    pkce: { required: () => true },
  }
}
