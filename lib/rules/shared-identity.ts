import { error, type Finding, notice } from '../findings/finding.ts'
import type { CompleteTenantSpec } from '../spec/index.ts'
import type { Fleet, FromFile } from './fleet.ts'

type Tenant = FromFile<CompleteTenantSpec>

/**
 * A tenant's file that was copied and keeps another's sign-in or groups. Two tenants of one company may share an
 * issuer, never a client of it: one secret and one set of redirect addresses would let people of the one into the
 * other. Groups may be shared on purpose, and people of both then look into both namespaces: a notice, or an error
 * where the group carries the other tenant's name. Tenants are only compared here; what is drawn of one never depends
 * on another.
 */
export function checkSharedIdentity({ tenants }: Fleet): Finding[] {
  return [...sharedClients(tenants), ...checkGroups(tenants)]
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

function sharedClients(tenants: readonly Tenant[]): Finding[] {
  const clients = repeated(tenants, ({ spec: { identityProvider: provider } }) =>
    provider
      ? [{ key: `${issuerOf(provider.issuer)} ${provider.clientId}`, field: 'identityProvider.clientId' }]
      : [],
  )
  return clients.map(({ one, field, first }) => {
    const { clientId = '', issuer = '' } = one.spec.identityProvider ?? {}
    return error('shared-client', { file: one.file, field }, { clientId, issuer, ...other(first) })
  })
}

/**
 * The tenant whose name a group carries, `acme` of `acme:it`, when it is another one. Tenants whose names say that they
 * are one company's, `acme` and `acme-labs`, may share groups.
 */
function foreignOwner(
  group: string,
  { spec }: Tenant,
  byId: ReadonlyMap<string, Tenant>,
): Tenant | undefined {
  const prefix = /^([^:/]+)[:/]/.exec(group)?.[1] ?? ''
  const kin = `${spec.id}-`.startsWith(`${prefix}-`) || prefix.startsWith(`${spec.id}-`)
  return kin ? undefined : byId.get(prefix)
}

function checkGroups(tenants: readonly Tenant[]): Finding[] {
  const byId = new Map(tenants.map((one) => [one.spec.id, one]))
  const foreign = tenants.flatMap((one) =>
    groupsOf(one.spec).flatMap(({ group, field }) => {
      const owner = foreignOwner(group, one, byId)
      if (!owner) return []
      const suggestion = `${one.spec.id}${group.slice(owner.spec.id.length)}`
      return [error('foreign-group', { file: one.file, field }, { group, suggestion, ...other(owner) })]
    }),
  )
  const shared = repeated(tenants, (one) =>
    groupsOf(one.spec)
      .filter(({ group }) => !foreignOwner(group, one, byId))
      .map(({ group, field }) => ({ key: group, field })),
  ).map(({ one, field, key, first }) =>
    notice('shared-group', { file: one.file, field }, { group: key, ...other(first) }),
  )
  return [...foreign, ...shared]
}

function other({ spec, file }: Tenant) {
  return { otherTenant: spec.id, otherFile: file }
}

function groupsOf({ access }: CompleteTenantSpec): { group: string; field: string }[] {
  return (['adminGroups', 'auditorGroups'] as const).flatMap((name) =>
    access[name].map((group, index) => ({ group, field: `access.${name}[${index}]` })),
  )
}

/** Values that a tenant has and another had before it, in the order of ids: the same pair in any order of files. */
function repeated(
  tenants: readonly Tenant[],
  valuesOf: (one: Tenant) => readonly { readonly key: string; readonly field: string }[],
): { readonly one: Tenant; readonly field: string; readonly key: string; readonly first: Tenant }[] {
  const owners = new Map<string, Tenant>()
  const sorted = [...tenants].sort((a, b) => (a.spec.id < b.spec.id ? -1 : 1))
  return sorted.flatMap((one) =>
    valuesOf(one).flatMap(({ key, field }) => {
      const first = owners.get(key)
      if (!first) owners.set(key, one)
      return first && first.spec.id !== one.spec.id ? [{ one, field, key, first }] : []
    }),
  )
}
