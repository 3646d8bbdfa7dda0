import type { Residency } from '../catalog/regions.ts'
import type { CompleteTenantSpec } from '../spec/index.ts'
import { contactsOf } from './contacts.ts'
import { displayName } from './display-name.ts'
import type { Labels } from './pod-types.ts'

/** Label with the owner of an object or a namespace; network policies and proofs select by it. */
export const tenantLabel = 'paddock.dev/tenant'
/** Label of the pods that may ask the Pod Identity agent for credentials. */
export const podIdentityLabel = 'paddock.dev/pod-identity'

/** Labels on every object of a tenant; the bill is split by them. */
export function tenantLabels(spec: CompleteTenantSpec): Labels {
  return {
    'app.kubernetes.io/managed-by': 'paddock',
    'app.kubernetes.io/part-of': 'paddock',
    'paddock.dev/cell': spec.cell,
    'paddock.dev/ring': spec.ring,
    [tenantLabel]: spec.id,
    'paddock.dev/tier': spec.tier,
    ...(spec.cost ? { 'paddock.dev/cost-center': spec.cost.center } : {}),
    ...(spec.cost?.project ? { 'paddock.dev/project': spec.cost.project } : {}),
  }
}

/**
 * Facts that admission policies compare objects with: the tenant's hosts and groups, a line each. They are on the
 * namespace, which nobody changes who may only write in it.
 */
export function admissionFacts(facts: {
  readonly hosts: readonly string[]
  readonly adminGroups: readonly string[]
  readonly auditorGroups: readonly string[]
  readonly operatorGroups: readonly string[]
}): Labels {
  const lines = {
    'paddock.dev/admin-groups': facts.adminGroups,
    'paddock.dev/auditor-groups': facts.auditorGroups,
    'paddock.dev/hosts': facts.hosts,
    'paddock.dev/operator-groups': facts.operatorGroups,
  }
  return Object.fromEntries(
    Object.entries(lines)
      .filter(([, values]) => values.length > 0)
      .map(([key, values]) => [key, values.join('\n')]),
  )
}

/** Facts about a tenant for people who look at its namespace. */
export function tenantAnnotations(spec: CompleteTenantSpec, residency: Residency): Labels {
  const { owner, technical, billing } = contactsOf(spec)
  return {
    'paddock.dev/billing-contact': billing,
    'paddock.dev/display-name': displayName(spec),
    'paddock.dev/owner': owner,
    'paddock.dev/residency': residency,
    'paddock.dev/technical-contact': technical,
  }
}
