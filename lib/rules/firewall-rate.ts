import { error, type Finding } from '../findings/finding.ts'
import { promisedPerFiveMinutes } from '../resolve/rates.ts'
import type { CompleteTenantClusterSpec } from '../spec/index.ts'
import { cellHolders, type Fleet, type FromFile } from './fleet.ts'

type Regional = FromFile<Extract<CompleteTenantClusterSpec, { kind: 'regional' }>>

/**
 * The firewall of a region lets an address send what each of its tenants was promised, with all of the tenant's users
 * behind the address. One finding a cluster, of the tenant that needs most: the mistake is in the cluster's file. A region
 * that would serve the tenant after a failover needs the same.
 */
export function checkFirewallRate(fleet: Fleet): Finding[] {
  const most = new Map<Regional, { readonly tenant: string; readonly tenantFile: string; needed: number }>()
  const holders = cellHolders(fleet)
  for (const { file, spec } of fleet.tenants) {
    for (const cluster of holders.get(spec.cell) ?? []) {
      if (!isRegional(cluster)) continue
      const needed = promisedPerFiveMinutes(spec, cluster.spec)
      if (needed > (most.get(cluster)?.needed ?? cluster.spec.edge.requestsPerFiveMinutes))
        most.set(cluster, { tenant: spec.id, tenantFile: file, needed })
    }
  }
  return [...most].map(([{ file, spec }, promise]) =>
    error(
      'firewall-rate',
      { file, field: 'edge.requestsPerFiveMinutes' },
      { allowed: spec.edge.requestsPerFiveMinutes, ...promise },
    ),
  )
}

function isRegional(cluster: FromFile<CompleteTenantClusterSpec>): cluster is Regional {
  return cluster.spec.kind === 'regional'
}
