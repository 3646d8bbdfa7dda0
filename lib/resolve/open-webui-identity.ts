import type { CompleteTenantClusterSpec, CompleteTenantSpec } from '../spec/index.ts'
import { contactsOf } from './contacts.ts'
import { displayName } from './display-name.ts'
import { tenantNames } from './names.ts'
import type { Env } from './pod-types.ts'
import { tenantHosts } from './tenant-hosts.ts'

/** Secret in the namespace that holds the client secret a person entered in Secrets Manager. */
export const oidcSecret = { name: 'identity-provider', key: 'oidc-client-secret' } as const

/**
 * Mail address of the account that keeps a tenant with single sign-on from making its first user an administrator.
 * No mail address ends in `.invalid`, so no provider signs a person in to it.
 *
 * @see https://www.rfc-editor.org/rfc/rfc2606#section-2
 */
export const bootstrapAdministrator = 'bootstrap@paddock.invalid'

/** Addresses of the pages, sessions, and how people sign in. */
export function identityEnv(spec: CompleteTenantSpec, cluster: CompleteTenantClusterSpec): Env {
  const local = cluster.kind === 'local'
  // The other hosts redirect to the first, so pages have no other origin.
  const address = local ? 'http://localhost:8080' : `https://${tenantHosts(spec, cluster)[0] ?? ''}`
  const provider = spec.identityProvider
  return {
    // Shown to people who wait for an administrator; by default the address of the oldest account is.
    ADMIN_EMAIL: contactsOf(spec).technical,
    CORS_ALLOW_ORIGIN: address,
    ENABLE_SIGNUP: 'false',
    WEBUI_NAME: displayName(spec),
    WEBUI_SESSION_COOKIE_SAME_SITE: 'lax',
    WEBUI_SESSION_COOKIE_SECURE: String(!local),
    WEBUI_URL: address,
    ...(provider ? singleSignOn(spec.id, provider, address) : passwords(spec)),
  }
}

/** Sign-up is closed and no provider signs in: the first administrator comes from the tenant's secret. */
function passwords(spec: CompleteTenantSpec): Env {
  return {
    DEFAULT_USER_ROLE: 'user',
    ENABLE_LOGIN_FORM: 'true',
    JWT_EXPIRES_IN: '24h',
    WEBUI_ADMIN_EMAIL: contactsOf(spec).technical,
    WEBUI_ADMIN_PASSWORD: { secret: tenantNames(spec.id).secret, key: 'admin-password' },
  }
}

type Provider = NonNullable<CompleteTenantSpec['identityProvider']>

/**
 * Open WebUI makes the first account of an empty database an administrator and never demotes it: the account is
 * made at the start, before anybody can sign in, and nobody can sign in to it, since sign-in by password is off. A role
 * is read at sign-in only, so a session lasts one working day, and the provider can end it sooner.
 *
 * @see open_webui/utils/oauth.py get_user_role, handle_backchannel_logout (0.12.4)
 */
function singleSignOn(id: string, provider: Provider, address: string): Env {
  const { adminRoles } = provider
  return {
    // A new account whose token names no role.
    DEFAULT_USER_ROLE: withoutRole(provider),
    ENABLE_LOGIN_FORM: 'false',
    // POST /oauth/backchannel-logout: the provider ends all sessions of a person on all pods.
    ENABLE_OAUTH_BACKCHANNEL_LOGOUT: 'true',
    ENABLE_OAUTH_ID_TOKEN_COOKIE: 'false',
    ENABLE_OAUTH_ROLE_MANAGEMENT: 'true',
    ENABLE_OAUTH_SIGNUP: 'true',
    ENABLE_PASSWORD_AUTH: 'false',
    JWT_EXPIRES_IN: '8h',
    OAUTH_ADMIN_ROLES: adminRoles.join(','),
    OAUTH_ALLOWED_DOMAINS: provider.allowedDomains.join(','),
    OAUTH_ALLOWED_ROLES: [...provider.userRoles, ...adminRoles].join(','),
    OAUTH_CLIENT_ID: provider.clientId,
    OAUTH_CLIENT_SECRET: { secret: oidcSecret.name, key: oidcSecret.key },
    OAUTH_CODE_CHALLENGE_METHOD: 'S256',
    OAUTH_EMAIL_CLAIM: provider.emailClaim,
    // Where it is false, a matching mail address never takes over an account made by hand or by another provider.
    OAUTH_MERGE_ACCOUNTS_BY_EMAIL: String(provider.mergeByVerifiedMail),
    // Open WebUI would fetch the picture during the first sign-in. A network policy knows no host names, so the picture's
    // host is blocked, and a blocked fetch delays the sign-in for minutes.
    OAUTH_PICTURE_CLAIM: '',
    OAUTH_PROVIDER_NAME: provider.providerName,
    OAUTH_ROLES_CLAIM: provider.rolesClaim,
    OAUTH_ROLES_SEPARATOR: ',',
    OAUTH_SCOPES: provider.scopes.join(' '),
    OAUTH_USERNAME_CLAIM: provider.usernameClaim,
    ...(provider.groups ? groupsEnv(provider.groups) : {}),
    // Sign-out reads the provider's end_session_endpoint here too: OPENID_END_SESSION_ENDPOINT would lose the hint
    // that spares people the provider's question.
    OPENID_PROVIDER_URL: `${provider.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
    OPENID_REDIRECT_URI: `${address}/oauth/oidc/callback`,
    WEBUI_ADMIN_EMAIL: bootstrapAdministrator,
    WEBUI_ADMIN_NAME: 'Bootstrap',
    WEBUI_ADMIN_PASSWORD: { secret: tenantNames(id).secret, key: 'admin-password' },
  }
}

/** Role of people for whom the provider sends none: a strict list of roles would mean nothing if they could chat. */
function withoutRole(provider: Provider): 'pending' | 'user' {
  return provider.withoutRole ?? (provider.userRoles.includes('*') ? 'user' : 'pending')
}

/** Membership follows the provider at each sign-in. */
function groupsEnv({ claim, create }: NonNullable<Provider['groups']>): Env {
  return {
    ENABLE_OAUTH_GROUP_CREATION: String(create),
    ENABLE_OAUTH_GROUP_MANAGEMENT: 'true',
    OAUTH_GROUPS_CLAIM: claim,
    // For providers that send one text instead of a list.
    OAUTH_GROUPS_SEPARATOR: ';',
  }
}
