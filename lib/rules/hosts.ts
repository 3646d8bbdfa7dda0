import { canonicalHost } from '../resolve/canonical-host.ts'
import { tenantHosts } from '../resolve/tenant-hosts.ts'
import { error, type Finding } from '../spec/finding.ts'
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
      const wrong = problem(host) ?? (index === 0 && host.startsWith('*.') ? noAddress : undefined)
      if (wrong)
        findings.push(
          error('host', one.file, field, `"${given}" ${wrong}`, 'give a host name such as chat.acme.example'),
        )
      else {
        const problem = reserved(host, cluster.spec)
        if (problem)
          findings.push(error('host-reserved', one.file, field, `"${given}" ${problem.why}`, problem.remedy))
        else claims.push({ host, given, field, one })
      }
    })
  }
  for (const { host, given, field, one } of claims) {
    const places = host.startsWith('*.') ? wildcards : owners
    const key = host.replace(/^\*\./, '')
    const before = places.get(key)
    if (before) findings.push(taken(one.file, field, given, before))
    else places.set(key, { file: one.file, id: one.spec.id, given, field })
  }
  for (const { host, given, one } of claims) {
    const wildcard = host.startsWith('*.') ? undefined : wildcards.get(host.slice(host.indexOf('.') + 1))
    if (wildcard && wildcard.id !== one.spec.id) {
      // Reported at the wildcard, because its author has to change it and not the tenants that it covers.
      const covered = { file: one.file, id: one.spec.id }
      findings.push(taken(wildcard.file, wildcard.field, wildcard.given, covered, `wider than ${given}, of`))
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
  file: string,
  field: string,
  host: string,
  by: { file: string; id: string },
  how = 'a host of',
): Finding {
  return error(
    'host-clash',
    file,
    field,
    `${host} is ${how} tenant ${by.id} (${by.file})`,
    'give each tenant hosts of its own',
  )
}

/** The first host is where users go, and where the identity provider sends them back. */
const noAddress = 'is first, and no address that a person can open'

function problem(host: string): string | undefined {
  const bare = host.replace(/^\*\./, '')
  const labels = bare.split('.')
  if (bare === '' || labels.length < 2) return 'is not a full host name'
  if (bare.length > 253) return 'is longer than 253 characters'
  if (/^[\d.]+$/.test(bare)) return 'is an address, not a name'
  const bad = labels.find((one) => !label.test(one))
  return bad === undefined ? undefined : `has a part "${bad}" that no host name may have`
}
