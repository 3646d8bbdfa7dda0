import { argocdKinds } from './argocd.ts'
import { claimKinds } from './claims.ts'
import { coreKinds, namespaceKind } from './core.ts'
import { dataKinds } from './data.ts'
import { edgeKinds } from './edge.ts'
import type { AllowedKind } from './kind.ts'
import { networkKind } from './network.ts'
import { rbacKinds } from './rbac.ts'
import { scalingKinds } from './scaling.ts'
import { secretKinds } from './secrets.ts'
import { workloads } from './workloads.ts'

/**
 * Every kind that a tenant's namespace may contain in any state, with the objects of that kind that it may contain. The
 * verifier, the API server's admission policies and the tenants' projects in Argo CD are made of this table; see
 * docs/decisions/one-table-three-walls.md.
 */
export const tenantKinds: readonly AllowedKind[] = [
  ...claimKinds,
  ...coreKinds,
  ...edgeKinds,
  networkKind,
  ...rbacKinds,
  ...scalingKinds,
  ...secretKinds,
  ...workloads,
].sort((a, b) => (key(a) < key(b) ? -1 : 1))

function key({ group, kind }: AllowedKind): string {
  return `${group} ${kind}`
}

/** The kinds of the objects of a tenant's unit, by the place in which they are. */
export const tenantPlaces = {
  /** Without a namespace. */
  cluster: [namespaceKind],
  /** The tenant's namespace. */
  tenant: tenantKinds,
  /** The platform's data namespace. */
  data: dataKinds,
  /** The namespace of Argo CD. */
  argocd: argocdKinds(tenantKinds),
} as const satisfies Readonly<Record<string, readonly AllowedKind[]>>
