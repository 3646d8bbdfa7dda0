import { platformLabels } from '../resolve/edge-names.ts'
import type { CompleteTenantClusterSpec } from '../spec/index.ts'
import type { Fleet, PlatformFleet } from './fleet.ts'

/** The reason why a tenant may not have a host. */
export type HostProblem =
  | { readonly problem: 'depth'; readonly domain: string; readonly home: string }
  | { readonly problem: 'platform'; readonly home: string }
  | { readonly problem: 'own-chart'; readonly home: string; readonly chart: string }

const own: readonly string[] = Object.values(platformLabels)

/**
 * Hosts below the platform's domain: one label below the domain of the tenant's cluster, and none of the platform's
 * own. DNS and certificates cover no other hosts there, and a region's name moves with the region.
 *
 * @param home cluster of the tenant's cell
 * @returns a function from a host in canonical form to the reason why the tenant may not have it
 */
export function platformHosts({
  clusters,
  own: ownHosts = [],
}: Fleet & Pick<PlatformFleet, 'own'>): (
  host: string,
  home: CompleteTenantClusterSpec,
) => HostProblem | undefined {
  const domains = clusters.flatMap(({ spec }) => (spec.kind === 'local' ? [] : [spec.domain]))
  return (host, home) => {
    const bare = host.replace(/^\*\./, '')
    const domain = domains.find((one) => bare === one || bare.endsWith(`.${one}`))
    if (domain === undefined) return undefined
    const label = bare.endsWith(`.${home.domain}`) ? bare.slice(0, -home.domain.length - 1) : ''
    if (host !== bare || label === '' || label.includes('.'))
      return { problem: 'depth', domain, home: home.domain }
    if (own.includes(label)) return { problem: 'platform', home: home.domain }
    const chart = ownHosts.find((one) => one.host === host)
    return chart ? { problem: 'own-chart', home: home.domain, chart: chart.file } : undefined
  }
}
