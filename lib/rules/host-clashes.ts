import { error, type Finding, type FindingLocation } from '../findings/finding.ts'

/** A host that a tenant has, and its place in the tenant's file. */
export interface HostClaim {
  /** In canonical form. */
  readonly host: string
  readonly given: string
  readonly field: string
  readonly file: string
  readonly id: string
}

/**
 * Hosts of different tenants that NGINX or a browser does not keep apart. NGINX's `*.a.example` matches at any depth,
 * `x.y.a.example` too. A page of `a.example` may set cookies for every host below it.
 *
 * @see https://nginx.org/en/docs/http/server_names.html#wildcard_names
 * @see https://www.rfc-editor.org/rfc/rfc6265#section-5.1.3
 */
export function hostClashes(claims: readonly HostClaim[]): Finding[] {
  const exact = new Map<string, HostClaim>()
  const wildcards = new Map<string, HostClaim>()
  const findings: Finding[] = []
  for (const claim of claims) {
    const places = isWildcard(claim) ? wildcards : exact
    const key = bare(claim)
    const before = places.get(key)
    if (before) findings.push(taken(claim, claim.given, before))
    else places.set(key, claim)
  }
  return [...findings, ...claims.flatMap((claim) => above(claim, exact, wildcards))]
}

/** Findings on wildcards and hosts of other tenants over a host, at any depth, in the files of the wider ones. */
function above(
  claim: HostClaim,
  exact: ReadonlyMap<string, HostClaim>,
  wildcards: ReadonlyMap<string, HostClaim>,
): Finding[] {
  const labels = claim.host.split('.')
  const parents = labels.slice(1).map((_, index) => labels.slice(index + 1).join('.'))
  return parents.flatMap((parent) => {
    // Two that are equal are reported already.
    const wider = claim.host === `*.${parent}` ? undefined : wildcards.get(parent)
    const owner = exact.get(parent)
    return [
      ...(wider && wider.id !== claim.id ? [taken(wider, wider.given, claim, claim.given)] : []),
      ...(owner && owner.id !== claim.id
        ? [error('host-parent', at(claim), { host: claim.given, parent: owner.given, ...other(owner) })]
        : []),
    ]
  })
}

function isWildcard({ host }: HostClaim): boolean {
  return host.startsWith('*.')
}

function bare({ host }: HostClaim): string {
  return host.replace(/^\*\./, '')
}

function at({ file, field }: HostClaim): FindingLocation {
  return { file, field }
}

function other({ id, file }: HostClaim) {
  return { otherTenant: id, otherFile: file }
}

function taken(claim: HostClaim, host: string, by: HostClaim, covered?: string): Finding {
  return error('host-clash', at(claim), {
    host,
    ...other(by),
    ...(covered === undefined ? {} : { covered }),
  })
}
