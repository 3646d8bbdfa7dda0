import type { Facts } from '../findings/catalogue.ts'
import { error, type Finding } from '../findings/finding.ts'
import type { ClosedAddresses } from '../findings/words/network.ts'
import { clusterNetwork } from '../resolve/cluster-network.ts'
import type { CompleteClusterSpec, CompleteTenantClusterSpec, CompleteTenantSpec } from '../spec/index.ts'
import { blockOf, overlap, textOf } from './address-block.ts'
import type { FromFile } from './fleet.ts'

interface Closed {
  readonly cidr: string
  readonly covers: ClosedAddresses
  /** Name of the cluster that has the VPC. */
  readonly cluster?: string
}

/**
 * Addresses that no tenant may be let through to: the metadata service, loopback, multicast, and every form of IPv6 in
 * which an IPv4 address reaches the same machine.
 *
 * @see https://www.iana.org/assignments/iana-ipv6-special-registry
 */
const never: readonly Closed[] = [
  { cidr: '169.254.0.0/16', covers: 'link-local' },
  { cidr: '127.0.0.0/8', covers: 'loopback' },
  { cidr: '224.0.0.0/4', covers: 'multicast' },
  { cidr: 'fd00:ec2::/32', covers: 'metadata' },
  { cidr: 'fe80::/10', covers: 'link-local' },
  { cidr: 'fec0::/10', covers: 'link-local' },
  { cidr: '::1/128', covers: 'loopback' },
  { cidr: '0.0.0.0/8', covers: 'loopback' },
  { cidr: 'ff00::/8', covers: 'multicast' },
  { cidr: '240.0.0.0/4', covers: 'reserved' },
  { cidr: '::/96', covers: 'translated' },
  { cidr: '::ffff:0:0/96', covers: 'translated' },
  { cidr: '::ffff:0:0:0/96', covers: 'translated' },
  { cidr: '64:ff9b::/96', covers: 'translated' },
  { cidr: '64:ff9b:1::/48', covers: 'translated' },
  { cidr: '2001::/32', covers: 'translated' },
  { cidr: '2002::/16', covers: 'translated' },
]

/** Outside destinations are valid blocks, outside, and never reach what no tenant may reach. */
export function checkOutside(
  { file, spec }: FromFile<CompleteTenantSpec>,
  cluster?: CompleteTenantClusterSpec,
  clusters: readonly FromFile<CompleteClusterSpec>[] = [],
): Finding[] {
  const closed = [...never, ...(cluster ? insideOf(cluster) : []), ...clusters.flatMap(vpcOf)]
  const lists = [
    { field: 'identityProvider.cidrs', cidrs: spec.identityProvider?.cidrs ?? [] },
    ...spec.egress.map(({ cidrs }, index) => ({ field: `egress[${index}].cidrs`, cidrs })),
  ]
  return [
    ...duplicates(file, spec),
    ...lists.flatMap(({ field, cidrs }) =>
      cidrs.flatMap((cidr, index) => {
        const facts = problemOf(cidr, closed)
        return facts ? [error('outside', { file, field: `${field}[${index}]` }, facts)] : []
      }),
    ),
  ]
}

function duplicates(file: string, spec: CompleteTenantSpec): Finding[] {
  const names = spec.egress.map(({ name }) => name)
  return names.flatMap((name, index) =>
    names.indexOf(name) < index
      ? [error('outside', { file, field: `egress[${index}].name` }, { problem: 'repeated-name', name })]
      : [],
  )
}

/** The cluster's own networks: what of them a tenant needs, its policies open by themselves. */
function insideOf(cluster: CompleteTenantClusterSpec): Closed[] {
  const network = clusterNetwork(cluster)
  return (['pod', 'service', 'database', 'endpoint', 'apiServer'] as const).flatMap((covers) =>
    (network[`${covers}Cidrs`] ?? []).map((cidr) => ({ cidr, covers })),
  )
}

/** Every region's whole VPC: a standby in another region has the same policies, and regions reach each other. */
function vpcOf({ spec }: FromFile<CompleteClusterSpec>): Closed[] {
  return spec.kind === 'regional' ? [{ cidr: spec.network.vpcCidr, covers: 'vpc', cluster: spec.name }] : []
}

function problemOf(cidr: string, closed: readonly Closed[]): Facts['outside'] | undefined {
  const block = blockOf(cidr)
  if (!block) return { problem: 'not-a-block', cidr }
  const expected = textOf(block)
  if (expected === '0.0.0.0/0' || expected === '::/0') return formOf(cidr, expected)
  const hit = closed.find((one) => {
    const other = blockOf(one.cidr)
    return other !== undefined && overlap(block, other)
  })
  // A block in another form is looked at first: its remedy must not lead to a closed one.
  if (!hit) return formOf(cidr, expected)
  const { covers, cluster } = hit
  return { problem: 'closed', cidr, covers, ...(cluster === undefined ? {} : { cluster }) }
}

function formOf(cidr: string, expected: string): Facts['outside'] | undefined {
  return cidr === expected ? undefined : { problem: 'form', cidr, expected }
}
