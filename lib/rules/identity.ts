import { error, type Finding } from '../findings/finding.ts'
import { defaultAdminRoles, defaultScopes, defaultUserRoles } from '../resolve/open-webui-identity.ts'
import type { TenantSpec } from '../spec/index.ts'
import type { FromFile } from './fleet.ts'

/** A tenant's file says clearly who may sign in and who administrates. */
export function checkIdentity({ file, spec }: FromFile<TenantSpec>): Finding[] {
  const provider = spec.identityProvider
  if (!provider) return []
  const { allowedDomains } = provider
  const scopes = provider.scopes ?? defaultScopes
  const users: readonly string[] = provider.userRoles ?? defaultUserRoles
  const both = (provider.adminRoles ?? defaultAdminRoles).filter((role) => users.includes(role))
  const at = (field: string) => ({ file, field: `identityProvider.${field}` })
  return [
    ...(allowedDomains.includes('*') && allowedDomains.length > 1
      ? [error('identity', at('allowedDomains'), { problem: 'any-domain' })]
      : []),
    ...(scopes.some((scope) => scope === 'openid')
      ? []
      : [error('identity', at('scopes'), { problem: 'no-openid' })]),
    ...both.map((role) => error('identity', at('adminRoles'), { problem: 'role-of-both', role })),
  ]
}
