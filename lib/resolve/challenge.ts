import { createHash } from 'node:crypto'
import { platformLabels } from './edge-names.ts'

/** First label of the zone below the platform's domain in which challenges are answered; no region may be called so. */
export const challengeLabel = 'challenges'

/** A record of DNS that somebody else has to make. */
export interface OutsideRecord {
  readonly name: string
  readonly type: 'CNAME'
  readonly value: string
}

/**
 * Name in the platform's zone at which a challenge for a tenant's own host is answered. It begins with the tenant and
 * is unique to the host: with two hosts at one name, resolvers that cache the first value would return it for the
 * second.
 *
 * @param domain of a region: one label below the platform's
 * @param host in lower case; a wildcard has the name of its parent
 */
export function challengeName(tenant: string, host: string, domain: string): string {
  const hash = createHash('sha256').update(bare(host)).digest('hex').slice(0, 12)
  return `${tenant}-${hash}.${challengeLabel}.${domain.slice(domain.indexOf('.') + 1)}`
}

/** The tenant's own hosts: those that are not below the domain of its cluster. */
export function ownHosts(hosts: readonly string[], domain: string): readonly string[] {
  return hosts.filter((host) => !bare(host).endsWith(`.${domain}`))
}

/**
 * The DNS records of a tenant for its own hosts: each host points to their entry point, and its challenge to the
 * platform's zone. A wildcard and its parent name share one challenge.
 *
 * @param hosts all that the tenant has
 * @param domain of its cluster
 */
export function ownHostRecords(tenant: string, hosts: readonly string[], domain: string): OutsideRecord[] {
  const own = ownHosts(hosts, domain)
  const entryPoint = `${platformLabels.hosts}.${domain}`
  return [
    ...own.map((host) => ({ name: host, type: 'CNAME' as const, value: entryPoint })),
    ...[...new Set(own.map(bare))].map((host) => ({
      name: `_acme-challenge.${host}`,
      type: 'CNAME' as const,
      value: challengeName(tenant, host, domain),
    })),
  ]
}

function bare(host: string): string {
  return host.replace(/^\*\./, '').replace(/\.$/, '').toLowerCase()
}
