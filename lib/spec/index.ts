import type { ClusterSpec } from './cluster.ts'
import type { TenantSpec } from './tenant.ts'

export type {
  CellSpec,
  ClusterSpec,
  HubClusterSpec,
  RegionalClusterSpec,
  TenantClusterSpec,
} from './cluster.ts'
export type { TenantSpec } from './tenant.ts'

/**
 * Declares a tenant; a file of `tenants/` exports the result as default.
 * The type refuses what cannot be: a GPU model for a standard tenant, a misspelt field.
 */
export function tenant(spec: TenantSpec): TenantSpec {
  return spec
}

/** Declares a cluster; a file of `clusters/` exports the result as default. */
export function cluster(spec: ClusterSpec): ClusterSpec {
  return spec
}
