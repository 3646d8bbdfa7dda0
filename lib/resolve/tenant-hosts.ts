import type { TenantClusterSpec, TenantSpec } from '../spec/index.ts'
import { canonicalHost } from './canonical-host.ts'

/** Host names of a tenant in canonical form, the first is its address. */
export function tenantHosts(spec: TenantSpec, cluster: TenantClusterSpec): readonly string[] {
  return spec.hosts?.map(canonicalHost) ?? [`${spec.id}.${cluster.domain}`]
}
