import type { CompleteTenantClusterSpec, CompleteTenantSpec } from '../spec/index.ts'
import { canonicalHost } from './canonical-host.ts'

/** Host names of a tenant in canonical form, the first is its address. */
export function tenantHosts(spec: CompleteTenantSpec, cluster: CompleteTenantClusterSpec): readonly string[] {
  return spec.hosts?.map(canonicalHost) ?? [`${spec.id}.${cluster.domain}`]
}
