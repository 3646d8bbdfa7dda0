import { error, type Finding } from '../spec/finding.ts'
import type { CompleteTenantSpec } from '../spec/index.ts'
import type { FromFile } from './fleet.ts'

/** A tenant's file says clearly who may sign in and who administrates. */
export function checkIdentity({ file, spec }: FromFile<CompleteTenantSpec>): Finding[] {
  const provider = spec.identityProvider
  if (!provider) return []
  const { allowedDomains, scopes, userRoles } = provider
  const both = provider.adminRoles.filter((role) => userRoles.includes(role))
  const found = (field: string, why: string, remedy: string) =>
    error('identity', file, `identityProvider.${field}`, why, remedy)
  return [
    ...(allowedDomains.includes('*') && allowedDomains.length > 1
      ? [found('allowedDomains', '"*" makes the other domains mean nothing', 'remove "*", or keep it alone')]
      : []),
    ...(scopes.some((scope) => scope === 'openid')
      ? []
      : [found('scopes', 'without openid the provider sends no identity', 'add openid')]),
    ...both.map((role) =>
      found(
        'adminRoles',
        `everybody with the role ${role}, a role of users, would administrate`,
        `name a role of administrators alone, or take ${role} out of userRoles`,
      ),
    ),
  ]
}
