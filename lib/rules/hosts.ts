import type { Facts } from '../findings/catalogue.ts'
import { error, type Finding, type FindingLocation } from '../findings/finding.ts'
import { canonicalHost } from '../resolve/canonical-host.ts'
import { tenantHosts } from '../resolve/tenant-hosts.ts'
import { cellClusters, type Fleet, type PlatformFleet, type TenantFile } from './fleet.ts'
import { platformHosts } from './platform-hosts.ts'

const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

/** Each host is a valid name and belongs to one tenant: case, a final dot, punycode and wildcards included. */
export function checkHosts(fleet: Fleet & Pick<PlatformFleet, 'own'>): Finding[] {
  const clusters = cellClusters(fleet)
  const owners = new Map<string, Owner>()
  const wildcards = new Map<string, Owner>()
  const findings: Finding[] = []
  const reserved = platformHosts(fleet)
  const claims: { host: string; given: string; field: string; one: TenantFile }[] = []
  for (const one of fleet.tenants) {
    const cluster = clusters.get(one.spec.cell)
    if (!cluster) continue
    // As they are written: that is what a person looks for.
    const hosts = one.spec.hosts ?? tenantHosts(one.spec, cluster.spec)
    hosts.forEach((given, index) => {
      const field = one.spec.hosts ? `hosts[${index}]` : 'hosts'
      const host = canonicalHost(given)
      const at = { file: one.file, field }
      // The first host is where users go, and where the identity provider sends them back.
      const first: Problem | undefined =
        index === 0 && host.startsWith('*.') ? { problem: 'wildcard-first' } : undefined
      const wrong = problemOf(host) ?? first
      const ofPlatform = wrong ? undefined : reserved(host, cluster.spec)
      if (wrong) findings.push(error('host', at, { given, ...wrong }))
      else if (ofPlatform) findings.push(error('host-reserved', at, { given, ...ofPlatform }))
      else claims.push({ host, given, field, one })
    })
  }
  for (const { host, given, field, one } of claims) {
    const places = host.startsWith('*.') ? wildcards : owners
    const key = host.replace(/^\*\./, '')
    const before = places.get(key)
    if (before) findings.push(taken({ file: one.file, field }, given, before))
    else places.set(key, { file: one.file, id: one.spec.id, given, field })
  }
  for (const { host, given, one } of claims) {
    const wildcard = host.startsWith('*.') ? undefined : wildcards.get(host.slice(host.indexOf('.') + 1))
    if (wildcard && wildcard.id !== one.spec.id) {
      // Reported in the file of the wildcard: it may cover many tenants that changed nothing.
      const covered = { file: one.file, id: one.spec.id }
      findings.push(taken(wildcard, wildcard.given, covered, given))
    }
  }
  return findings
}

interface Owner {
  readonly file: string
  readonly id: string
  readonly given: string
  readonly field: string
}

function taken(
  at: FindingLocation,
  host: string,
  by: { file: string; id: string },
  covered?: string,
): Finding {
  const facts = { host, otherTenant: by.id, otherFile: by.file }
  return error('host-clash', at, { ...facts, ...(covered === undefined ? {} : { covered }) })
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
