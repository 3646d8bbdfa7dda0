import { BlockList, isIP } from 'node:net'
import type { Facts } from '../findings/catalogue.ts'
import { error, type Finding } from '../findings/finding.ts'
import type { ClosedAddresses } from '../findings/words/network.ts'
import { clusterNetwork } from '../resolve/cluster-network.ts'
import type { CompleteTenantClusterSpec, CompleteTenantSpec } from '../spec/index.ts'
import type { FromFile } from './fleet.ts'

interface Closed {
  readonly cidr: string
  readonly covers: ClosedAddresses
}

/** Addresses that no tenant may be let through to: the metadata service, loopback, multicast. */
const never: readonly Closed[] = [
  { cidr: '169.254.0.0/16', covers: 'link-local' },
  { cidr: '127.0.0.0/8', covers: 'loopback' },
  { cidr: '224.0.0.0/4', covers: 'multicast' },
  { cidr: 'fd00:ec2::/32', covers: 'metadata' },
  { cidr: 'fe80::/10', covers: 'link-local' },
  { cidr: '::1/128', covers: 'loopback' },
]

/** Outside destinations are valid blocks, outside, and never reach what no tenant may reach. */
export function checkOutside(
  { file, spec }: FromFile<CompleteTenantSpec>,
  cluster?: CompleteTenantClusterSpec,
): Finding[] {
  const closed = [...never, ...(cluster ? insideOf(cluster) : [])]
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

function problemOf(cidr: string, closed: readonly Closed[]): Facts['outside'] | undefined {
  const block = parse(cidr)
  if (!block) return { problem: 'not-a-block', cidr }
  if (cidr === '0.0.0.0/0' || cidr === '::/0') return undefined
  const hit = closed.find((one) => overlaps(block, parse(one.cidr)))
  return hit ? { problem: 'closed', cidr, covers: hit.covers } : undefined
}

interface Block {
  readonly address: string
  readonly prefix: number
  readonly family: 'ipv4' | 'ipv6'
}

function parse(cidr: string): Block | undefined {
  const [address = '', length = ''] = cidr.split('/')
  const version = isIP(address)
  const prefix = Number(length)
  if (version === 0 || length === '' || prefix > (version === 4 ? 32 : 128)) return undefined
  return { address, prefix, family: version === 4 ? 'ipv4' : 'ipv6' }
}

/** Two blocks overlap when the wider one holds the other's address. */
function overlaps(a: Block, b: Block | undefined): boolean {
  if (!b || a.family !== b.family) return false
  const [wide, narrow] = a.prefix <= b.prefix ? [a, b] : [b, a]
  const list = new BlockList()
  list.addSubnet(wide.address, wide.prefix, wide.family)
  return list.check(narrow.address, narrow.family)
}
