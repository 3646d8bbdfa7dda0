import type { CompleteTenantClusterSpec, CompleteTenantSpec } from '../spec/index.ts'
import { ownHosts } from './challenge.ts'
import { tenantHosts } from './tenant-hosts.ts'
import type { Rate, ResolvedAccess } from './types.ts'

/** Requests of a working person to the API in a minute, with reserve: an answer needs about eight requests. */
const requestsPerUser = 15
/** Files for which a browser's first visit asks, at once (0.12.4: the files that its first page imports). */
const filesOfFirstVisit = 207
/** A whole office may be one address: room for five first visits together, and for one a few seconds after. */
const leastAssets: Rate = { requestsPerMinute: 6000, burst: 1200 }

/** Requests that the ingress controller allows an address: to the API, and for files of the page. */
export function ratesOf({
  limits,
  expectedUsers,
}: CompleteTenantSpec): Pick<ResolvedAccess, 'rate' | 'assetRate'> {
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

/**
 * Requests in five minutes that a tenant may send from one address: all that it was promised for the API, and a first
 * visit of all its users, who may be one office. The firewall counts both alike. None where people enter by a host of
 * the tenant's own: those do not pass the firewall.
 */
export function promisedPerFiveMinutes(spec: CompleteTenantSpec, cluster: CompleteTenantClusterSpec): number {
  const [address = ''] = tenantHosts(spec, cluster)
  if (ownHosts([address], cluster.domain).length > 0) return 0
  return 5 * ratesOf(spec).rate.requestsPerMinute + filesOfFirstVisit * spec.expectedUsers
}
