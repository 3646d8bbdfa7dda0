import { BlockList, isIP } from 'node:net'
import { clusterNetwork } from '../resolve/cluster-network.ts'
import { error, type Finding } from '../spec/finding.ts'
import type { CompleteTenantClusterSpec, CompleteTenantSpec } from '../spec/index.ts'
import type { FromFile } from './fleet.ts'

interface Closed {
  readonly cidr: string
  readonly what: string
}

/** Addresses that no tenant may be let through to: the metadata service, loopback, multicast. */
const never: readonly Closed[] = [
  { cidr: '169.254.0.0/16', what: 'link-local addresses, the cloud metadata service among them' },
  { cidr: '127.0.0.0/8', what: 'loopback addresses' },
  { cidr: '224.0.0.0/4', what: 'multicast addresses' },
  { cidr: 'fd00:ec2::/32', what: 'addresses of the cloud metadata service' },
  { cidr: 'fe80::/10', what: 'link-local addresses' },
  { cidr: '::1/128', what: 'the loopback address' },
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
        const why = problem(cidr, closed)
        return why
          ? [error('outside', file, `${field}[${index}]`, why, 'give the destination’s own public block')]
          : []
      }),
    ),
  ]
}

function duplicates(file: string, spec: CompleteTenantSpec): Finding[] {
  const names = spec.egress.map(({ name }) => name)
  return names.flatMap((name, index) =>
    names.indexOf(name) < index
      ? [
          error(
            'outside',
            file,
            `egress[${index}].name`,
            `"${name}" names two destinations`,
            'give each a name of its own',
          ),
        ]
      : [],
  )
}

/** The cluster's own networks: what of them a tenant needs, its policies open by themselves. */
function insideOf(cluster: CompleteTenantClusterSpec): Closed[] {
  const network = clusterNetwork(cluster)
  const of = (what: string, cidrs: readonly string[] = []) =>
    cidrs.map((cidr) => ({ cidr, what: `addresses of the cluster’s ${what}` }))
  return [
    ...of('pods', network.podCidrs),
    ...of('Services', network.serviceCidrs),
    ...of('databases', network.databaseCidrs),
    ...of('interface endpoints', network.endpointCidrs),
    ...of('control plane', network.apiServerCidrs),
  ]
}

function problem(cidr: string, closed: readonly Closed[]): string | undefined {
  const block = parse(cidr)
  if (!block) return `"${cidr}" is not a block of addresses`
  if (cidr === '0.0.0.0/0' || cidr === '::/0') return undefined
  const hit = closed.find((one) => overlaps(block, parse(one.cidr)))
  return hit ? `"${cidr}" covers ${hit.what}` : undefined
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
