import type { CompleteTenantClusterSpec, CompleteTenantSpec } from '../spec/index.ts'
import { ownHosts } from './challenge.ts'
import { displayName } from './display-name.ts'
import { ratesOf } from './rates.ts'
import { readOnlySettings } from './settings-pages.ts'
import { tenantHosts } from './tenant-hosts.ts'
import { timeouts } from './timeouts.ts'
import type { ClosedNotice, ResolvedAccess } from './types.ts'

/** Resolves how people come to a tenant: its hosts, their certificate, limits and time-outs. */
export function resolveAccess(spec: CompleteTenantSpec, cluster: CompleteTenantClusterSpec): ResolvedAccess {
  const closed = spec.state !== 'active'
  const hosts = tenantHosts(spec, cluster)
  const own = ownHosts(hosts, cluster.domain)
  const copies = cluster.cells[spec.cell]?.replicateTo ?? []
  return {
    name: displayName(spec),
    hosts,
    ...ratesOf(spec),
    uploadMiB: spec.limits.uploadMiB,
    settings: readOnlySettings,
    readTimeoutSeconds: timeouts.ingressRead,
    websocketTimeoutSeconds: 86_400,
    ...(own.length > 0
      ? {
          certificate: {
            from: 'issuer',
            issuer: 'letsencrypt',
            hosts: own,
            ...(copies.length > 0 ? { copyTo: copies } : {}),
          },
        }
      : {}),
    ...(closed ? { closed: closedNotice(spec, ...closedFor(spec)) } : {}),
  }
}

/** The page for people of a tenant without compute. */
export function closedNotice(spec: CompleteTenantSpec, why: string, advice: string): ClosedNotice {
  return { name: displayName(spec), why, advice, contact: spec.contacts.owner }
}

function closedFor({ state }: CompleteTenantSpec): [why: string, advice: string] {
  return [state === 'suspended' ? 'is paused' : 'has been closed', 'No data has been deleted. Please ask']
}
