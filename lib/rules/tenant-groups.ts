import { error, type Finding, notice } from '../findings/finding.ts'
import type { CompleteTenantSpec } from '../spec/index.ts'
import type { Fleet, TenantFile } from './fleet.ts'
import { repeated } from './repeated.ts'

/**
 * Groups of a tenant are its own people's: none of the operators, who may do more, and none that carries the name of
 * another tenant. Groups without a tenant's name may be shared on purpose, and people of both then look into both
 * namespaces: a notice.
 */
export function checkTenantGroups({ tenants, clusters }: Fleet): Finding[] {
  const operators = new Map(
    clusters.flatMap(({ file, spec }) => spec.operatorGroups.map((group) => [plain(group), file] as const)),
  )
  const byId = new Map(tenants.map((one) => [one.spec.id, one]))
  const own = new Map<TenantFile, { readonly key: string; readonly field: string }[]>()
  const findings = tenants.flatMap((one) =>
    groupsOf(one.spec).flatMap(({ group, field }): Finding[] => {
      const at = { file: one.file, field }
      const clusterFile = operators.get(plain(group))
      if (clusterFile !== undefined) return [error('operator-group', at, { group, clusterFile })]
      const owner = namedTenant(group, byId)
      if (owner && owner !== one) {
        const suggestion = `${one.spec.id}:${plain(group).slice(owner.spec.id.length + 1) || 'admins'}`
        return [error('foreign-group', at, { group, suggestion, ...other(owner) })]
      }
      own.set(one, [...(own.get(one) ?? []), { key: group, field }])
      return []
    }),
  )
  const shared = repeated(tenants, (one) => own.get(one) ?? []).map(({ one, field, key, first }) =>
    notice('shared-group', { file: one.file, field }, { group: key, ...other(first) }),
  )
  return [...findings, ...shared]
}

/** A group as people read it: without the case, and without the slash with which Keycloak begins a path. */
function plain(group: string): string {
  return group.toLowerCase().replace(/^\/+/, '')
}

/**
 * The tenant whose name a group carries: `acme` of `acme:it`, `acme-it` and `/acme/it`. Of several the longest:
 * `acme-labs:it` is a group of `acme-labs`, if there is such a tenant.
 */
function namedTenant(group: string, byId: ReadonlyMap<string, TenantFile>): TenantFile | undefined {
  const text = plain(group)
  const ends = [...text.matchAll(/[^a-z0-9]|$/g)].map(({ index }) => text.slice(0, index))
  return ends
    .reverse()
    .map((begin) => byId.get(begin))
    .find((one) => one !== undefined)
}

function other({ spec, file }: TenantFile) {
  return { otherTenant: spec.id, otherFile: file }
}

function groupsOf({ access }: CompleteTenantSpec): { group: string; field: string }[] {
  return (['adminGroups', 'auditorGroups'] as const).flatMap((name) =>
    access[name].map((group, index) => ({ group, field: `access.${name}[${index}]` })),
  )
}
