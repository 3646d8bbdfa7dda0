import { error, type Finding } from '../findings/finding.ts'
import type { Fleet } from './fleet.ts'
import { repeated } from './repeated.ts'

/**
 * A tenant's file that was copied and keeps another's sign-in. Two tenants of one company may share an issuer, never a
 * client of it: one secret and one set of redirect addresses would let people of the one into the other. Tenants are only
 * compared here; what is drawn of one never depends on another.
 */
export function checkSharedIdentity({ tenants }: Fleet): Finding[] {
  const clients = repeated(tenants, ({ spec: { identityProvider: provider } }) =>
    provider
      ? [{ key: `${issuerOf(provider.issuer)} ${provider.clientId}`, field: 'identityProvider.clientId' }]
      : [],
  )
  return clients.map(({ one, field, first }) => {
    const { clientId = '', issuer = '' } = one.spec.identityProvider ?? {}
    const other = { otherTenant: first.spec.id, otherFile: first.file }
    return error('shared-client', { file: one.file, field }, { clientId, issuer, ...other })
  })
}

/** Issuers are compared as URLs: a final slash and the case of the host make no other provider. */
function issuerOf(issuer: string): string {
  try {
    const { host, pathname } = new URL(issuer)
    return `${host.toLowerCase()}${pathname.replace(/\/+$/, '')}`
  } catch {
    return issuer
  }
}
