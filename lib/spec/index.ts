import type { ToolModel } from '../catalog/models.ts'
import type { ClusterSpec } from './cluster.ts'
import type { TenantSpec } from './tenant.ts'

export type { ClusterSpec } from './cluster.ts'
export type {
  CompleteCellSpec,
  CompleteClusterSpec,
  CompleteHubSpec,
  CompleteRegionalSpec,
  CompleteTenantClusterSpec,
  CompleteTenantSpec,
} from './complete.ts'
export type { TenantSpec } from './tenant.ts'

/** Tools are for all of a tenant's models, so each is named and has them. */
type Tools = { tools?: false } | { tools: true; models: ToolModel[] }

/**
 * Declares a tenant; a file of `tenants/` exports the result as default.
 * The type refuses what cannot be: a GPU model for a standard tenant, tools for a model without them, a misspelt field.
 */
export function tenant(spec: TenantSpec & Tools): TenantSpec {
  return spec
}

/** Declares a cluster; a file of `clusters/` exports the result as default. */
export function cluster(spec: ClusterSpec): ClusterSpec {
  return spec
}
