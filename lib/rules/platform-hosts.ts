import { platformLabels } from '../resolve/edge-names.ts'
import type { CompleteTenantClusterSpec } from '../spec/index.ts'
import type { Fleet, PlatformFleet } from './fleet.ts'
import { holdsTrusted, readsAsTrusted } from './look-alike.ts'
import { tenantLabels } from './tenant-labels.ts'

/** The reason why a tenant may not have a host. */
export type HostProblem =
  | { readonly problem: 'covers'; readonly domain: string; readonly home: string }
  | { readonly problem: 'depth'; readonly domain: string; readonly home: string }
  | { readonly problem: 'platform'; readonly home: string }
  | { readonly problem: 'own-chart'; readonly home: string; readonly chart: string }
  | { readonly problem: 'encoded'; readonly home: string }
  | { readonly problem: 'trusted'; readonly home: string; readonly name: string }
  | {
      readonly problem: 'look-alike'
      readonly home: string
      readonly otherTenant: string
      readonly otherFile: string
    }

const own: readonly string[] = Object.values(platformLabels)

/**
 * Hosts below the platform's domain: one label below the domain of the tenant's cluster, and none of the platform's
 * own. DNS and certificates cover no other hosts there, and a region's name moves with the region. Nor may people take
 * the label for a name of the platform or of another tenant. No wildcard covers the platform's domain.
 *
 * @returns a function from a host in canonical form, the cluster of the tenant's cell and the tenant's id to the reason why
 * the tenant may not have it
 */
export function platformHosts({
  clusters,
  tenants,
  own: ownHosts = [],
}: Fleet & Pick<PlatformFleet, 'own'>): (
  host: string,
  home: CompleteTenantClusterSpec,
  id: string,
) => HostProblem | undefined {
  const domains = clusters.map(({ spec }) => spec.domain)
  const otherTenant = tenantLabels(tenants)
  return (host, { domain: home }, id) => {
    const bare = host.replace(/^\*\./, '')
    const below = host === bare ? undefined : domains.find((one) => one.endsWith(`.${bare}`))
    if (below !== undefined) return { problem: 'covers', domain: below, home }
    const domain = domains.find((one) => bare === one || bare.endsWith(`.${one}`))
    if (domain === undefined) return undefined
    const label = bare.endsWith(`.${home}`) ? bare.slice(0, -home.length - 1) : ''
    if (host !== bare || label === '' || label.includes('.')) return { problem: 'depth', domain, home }
    if (own.includes(label)) return { problem: 'platform', home }
    const chart = ownHosts.find((one) => one.host === host)
    if (chart) return { problem: 'own-chart', home, chart: chart.file }
    if (label !== id && label.includes('--')) return { problem: 'encoded', home }
    const other = otherTenant(label, id)
    if (other) return { problem: 'look-alike', home, otherTenant: other.spec.id, otherFile: other.file }
    // A label that begins with the tenant's own id says whose it is.
    const named = label === id || label.startsWith(`${id}-`)
    const name = named ? readsAsTrusted(label) : holdsTrusted(label)
    return name === undefined ? undefined : { problem: 'trusted', home, name }
  }
}
