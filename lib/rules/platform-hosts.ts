import { platformLabels } from '../resolve/edge-names.ts'
import type { CompleteTenantClusterSpec } from '../spec/index.ts'
import type { Fleet, PlatformFleet } from './fleet.ts'

/** Reason why a host is invalid, and the remedy. */
export interface HostProblem {
  readonly why: string
  readonly remedy: string
}

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
    const remedy = `choose <label>.${home.domain}, or a host of a domain of the tenant's own`
    if (host !== bare || label === '' || label.includes('.'))
      return { why: `is below ${domain}, the platform's, and not one label below ${home.domain}`, remedy }
    if (own.includes(label)) return { why: `is the platform's own`, remedy }
    const chart = ownHosts.find((one) => one.host === host)
    return chart ? { why: `is the host of ${chart.file}`, remedy } : undefined
  }
}
