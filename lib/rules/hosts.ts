import type { Facts } from '../findings/catalogue.ts'
import { error, type Finding } from '../findings/finding.ts'
import { canonicalHost } from '../resolve/canonical-host.ts'
import { tenantHosts } from '../resolve/tenant-hosts.ts'
import { cellClusters, type Fleet, type PlatformFleet } from './fleet.ts'
import { type HostClaim, hostClashes } from './host-clashes.ts'
import { platformHosts } from './platform-hosts.ts'

const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

/** Each host is a valid name and belongs to one tenant: case, a final dot, punycode and wildcards included. */
export function checkHosts(fleet: Fleet & Pick<PlatformFleet, 'own'>): Finding[] {
  const clusters = cellClusters(fleet)
  const findings: Finding[] = []
  const reserved = platformHosts(fleet)
  const claims: HostClaim[] = []
  for (const { file, spec } of fleet.tenants) {
    const cluster = clusters.get(spec.cell)
    if (!cluster) continue
    // As they are written: that is what a person looks for.
    const hosts = spec.hosts ?? tenantHosts(spec, cluster.spec)
    hosts.forEach((given, index) => {
      const field = spec.hosts ? `hosts[${index}]` : 'hosts'
      const host = canonicalHost(given)
      const at = { file, field }
      // The first host is where users go, and where the identity provider sends them back.
      const first: Problem | undefined =
        index === 0 && host.startsWith('*.') ? { problem: 'wildcard-first' } : undefined
      const wrong = problemOf(host) ?? first
      const ofPlatform = wrong ? undefined : reserved(host, cluster.spec, spec.id)
      if (wrong) findings.push(error('host', at, { given, ...wrong }))
      else if (ofPlatform) findings.push(error('host-reserved', at, { given, ...ofPlatform }))
      else claims.push({ host, given, field, file, id: spec.id })
    })
  }
  return [...findings, ...hostClashes(claims)]
}

type WithoutGiven<T> = T extends unknown ? Omit<T, 'given'> : never
type Problem = WithoutGiven<Facts['host']>

function problemOf(host: string): Problem | undefined {
  const bare = host.replace(/^\*\./, '')
  const labels = bare.split('.')
  if (bare === '' || labels.length < 2) return { problem: 'not-full' }
  if (bare.length > 253) return { problem: 'length' }
  if (/^[\d.]+$/.test(bare)) return { problem: 'address' }
  const bad = labels.find((one) => !label.test(one))
  return bad === undefined ? undefined : { problem: 'label', label: bad }
}
