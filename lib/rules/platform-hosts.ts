import { platformLabels } from '../resolve/edge-names.ts'
import type { TenantClusterSpec } from '../spec/index.ts'
import type { Fleet } from './fleet.ts'

/** The reason why a tenant may not have a host. */
export type HostProblem =
  | { readonly problem: 'depth'; readonly domain: string; readonly home: string }
  | { readonly problem: 'platform'; readonly home: string }

const own: readonly string[] = Object.values(platformLabels)

/**
 * Hosts below the platform's domain: one label below the domain of the tenant's cluster, and none of the platform's
 * own. Nothing else there is led to by DNS or covered by a certificate, and a region's name moves with the region.
 *
 * @param home cluster of the tenant's cell
 * @returns what tells of a host in canonical form why the tenant may not have it
 */
export function platformHosts({
  clusters,
}: Fleet): (host: string, home: TenantClusterSpec) => HostProblem | undefined {
  const domains = clusters.flatMap(({ spec }) => (spec.kind === 'local' ? [] : [spec.domain]))
  return (host, home) => {
    const bare = host.replace(/^\*\./, '')
    const domain = domains.find((one) => bare === one || bare.endsWith(`.${one}`))
    if (domain === undefined) return undefined
    const label = bare.endsWith(`.${home.domain}`) ? bare.slice(0, -home.domain.length - 1) : ''
    if (host !== bare || label === '' || label.includes('.'))
      return { problem: 'depth', domain, home: home.domain }
    return own.includes(label) ? { problem: 'platform', home: home.domain } : undefined
  }
}
