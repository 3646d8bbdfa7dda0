import { error, type Finding, notice } from '../findings/finding.ts'
import type { CompleteTenantSpec } from '../spec/index.ts'
import type { FromFile } from './fleet.ts'

/** A tenant's file says clearly who may sign in, who administrates, and whose account a person gets. */
export function checkIdentity({ file, spec }: FromFile<CompleteTenantSpec>): Finding[] {
  const provider = spec.identityProvider
  if (!provider) return []
  const at = (field: string) => ({ file, field: `identityProvider.${field}` })
  return [...people(provider, at), ...roles(provider, at), ...merge(provider, at)]
}

type Provider = NonNullable<CompleteTenantSpec['identityProvider']>
type At = (field: string) => { readonly file: string; readonly field: string }

function people({ allowedDomains, scopes }: Provider, at: At): Finding[] {
  const invalid = allowedDomains.filter((domain) => domain.endsWith('.invalid'))
  return [
    ...(allowedDomains.includes('*') && allowedDomains.length > 1
      ? [error('identity', at('allowedDomains'), { problem: 'any-domain' })]
      : []),
    // The bootstrap account has such an address.
    ...invalid.map((domain) =>
      error('identity', at('allowedDomains'), { problem: 'no-such-domain', domain }),
    ),
    ...(scopes.some((scope) => scope === 'openid')
      ? []
      : [error('identity', at('scopes'), { problem: 'no-openid' })]),
  ]
}

function roles({ adminRoles, userRoles, withoutRole }: Provider, at: At): Finding[] {
  const any = userRoles.includes('*')
  const both = adminRoles.filter((role) => userRoles.includes(role))
  return [
    ...(any && userRoles.length > 1 ? [error('identity', at('userRoles'), { problem: 'any-role' })] : []),
    ...(!any && withoutRole === 'user'
      ? [error('identity', at('withoutRole'), { problem: 'strict-and-open' })]
      : []),
    ...both.map((role) => error('identity', at('adminRoles'), { problem: 'role-of-both', role })),
  ]
}

/** Open WebUI compares the text of an address and nothing else. */
function merge({ mergeByVerifiedMail, allowedDomains, emailClaim }: Provider, at: At): Finding[] {
  if (!mergeByVerifiedMail) return []
  const field = at('mergeByVerifiedMail')
  return [
    notice('identity', field, { problem: 'merges' }),
    ...(allowedDomains.includes('*') ? [error('identity', field, { problem: 'merge-any-domain' })] : []),
    ...(emailClaim === 'email' ? [] : [error('identity', field, { problem: 'merge-by-claim', emailClaim })]),
  ]
}
