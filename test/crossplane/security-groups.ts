import type { Composed } from '../../crossplane/compose/composition.ts'

/** Connections between groups that both ends allow. */
export interface Opened {
  readonly from: string
  readonly to: string
  /** `tcp 443`, `tcp 1-65535`. */
  readonly ports: string
}

interface Rule {
  readonly kind: 'in' | 'out'
  /** The group that has the rule. */
  readonly group: string
  readonly peer: string
  readonly protocol: string
  readonly first: number
  readonly last: number
}

const outside = 'internet'

/** Rules of security groups among composed resources. A rule on all addresses means the internet and every group. */
export function rulesOf(resources: readonly Composed[]): Rule[] {
  return resources.flatMap(({ base }): Rule[] => {
    if (base.kind !== 'SecurityGroupIngressRule' && base.kind !== 'SecurityGroupEgressRule') return []
    const spec = base.spec?.forProvider
    const peer = spec?.referencedSecurityGroupIdSelector?.matchLabels?.['paddock.dev/resource']
    return [
      {
        kind: base.kind === 'SecurityGroupIngressRule' ? 'in' : 'out',
        group: spec?.securityGroupIdSelector?.matchLabels?.['paddock.dev/resource'] ?? '?',
        peer: peer ?? (spec?.cidrIpv4 === '0.0.0.0/0' ? outside : '?'),
        protocol: spec?.ipProtocol ?? '?',
        first: spec?.fromPort ?? 0,
        last: spec?.toPort ?? 65535,
      },
    ]
  })
}

/**
 * Every connection that may be opened: from one group to another when the first lets it out and the second lets it
 * in; from the internet when the group lets it in; to the internet when the group lets it out.
 */
export function openedConnections(rules: readonly Rule[]): Opened[] {
  const groups = [...new Set(rules.map(({ group }) => group))].sort()
  const out = (from: string) => rules.filter(({ kind, group }) => kind === 'out' && group === from)
  const into = (to: string) => rules.filter(({ kind, group }) => kind === 'in' && group === to)
  const between = groups.flatMap((from) =>
    groups.flatMap((to) =>
      out(from)
        .filter(({ peer }) => peer === to || peer === outside)
        .flatMap((one) =>
          into(to)
            .filter(({ peer, protocol }) => (peer === from || peer === outside) && protocol === one.protocol)
            .map((other) =>
              span(from, to, one.protocol, Math.max(one.first, other.first), Math.min(one.last, other.last)),
            ),
        ),
    ),
  )
  const beyond = rules
    .filter(({ peer }) => peer === outside)
    .map(({ kind, group, protocol, first, last }) =>
      kind === 'in'
        ? span(outside, group, protocol, first, last)
        : span(group, outside, protocol, first, last),
    )
  const all = [...between, ...beyond].filter((one) => one !== undefined)
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()]
}

function span(from: string, to: string, protocol: string, first: number, last: number): Opened | undefined {
  if (first > last) return undefined
  return { from, to, ports: `${protocol} ${first === last ? first : `${first}-${last}`}` }
}
