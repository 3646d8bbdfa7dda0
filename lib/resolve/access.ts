import type { CompleteTenantClusterSpec, CompleteTenantSpec } from '../spec/index.ts'
import { ownHosts } from './challenge.ts'
import { displayName } from './display-name.ts'
import { readOnlySettings } from './settings-pages.ts'
import { tenantHosts } from './tenant-hosts.ts'
import { timeouts } from './timeouts.ts'
import type { ClosedNotice, Rate, ResolvedAccess } from './types.ts'

/** Resolves how people come to a tenant: its hosts, their certificate, limits and time-outs. */
export function resolveAccess(spec: CompleteTenantSpec, cluster: CompleteTenantClusterSpec): ResolvedAccess {
  const closed = spec.state !== 'active'
  const hosts = tenantHosts(spec, cluster)
  const own = ownHosts(hosts, cluster.domain)
  const copies = cluster.cells[spec.cell]?.replicateTo ?? []
  return {
    name: displayName(spec),
    hosts,
    ...rates(spec),
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

/** Requests of a working person to the API in a minute, with reserve: an answer needs about eight requests. */
const requestsPerUser = 15
/**
 * A browser's first visit asks for 207 files at once (0.12.4: the files that its first page imports), and a whole
 * office may be one address: room for five such visits together, and for one a few seconds after.
 */
const leastAssets: Rate = { requestsPerMinute: 6000, burst: 1200 }

function rates({ limits, expectedUsers }: CompleteTenantSpec): Pick<ResolvedAccess, 'rate' | 'assetRate'> {
  const requestsPerMinute = limits.requestsPerMinute ?? Math.max(600, requestsPerUser * expectedUsers)
  return {
    // A page that opens asks the API some thirty times.
    rate: { requestsPerMinute, burst: Math.max(100, Math.ceil(requestsPerMinute / 6)) },
    assetRate: {
      requestsPerMinute: Math.max(leastAssets.requestsPerMinute, 10 * requestsPerMinute),
      burst: Math.max(leastAssets.burst, 2 * requestsPerMinute),
    },
  }
}

/** The page for people of a tenant without compute. */
export function closedNotice(spec: CompleteTenantSpec, why: string, advice: string): ClosedNotice {
  return { name: displayName(spec), why, advice, contact: spec.contacts.owner }
}

function closedFor({ state }: CompleteTenantSpec): [why: string, advice: string] {
  return [state === 'suspended' ? 'is paused' : 'has been closed', 'No data has been deleted. Please ask']
}
