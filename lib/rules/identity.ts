import { error, type Finding } from '../findings/finding.ts'
import type { CompleteTenantSpec } from '../spec/index.ts'
import type { FromFile } from './fleet.ts'

/** A tenant's file says clearly who may sign in and who administrates. */
export function checkIdentity({ file, spec }: FromFile<CompleteTenantSpec>): Finding[] {
  const provider = spec.identityProvider
  if (!provider) return []
  const { allowedDomains, scopes, userRoles } = provider
  const both = provider.adminRoles.filter((role) => userRoles.includes(role))
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
