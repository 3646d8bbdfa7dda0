import type { ResolvedCluster, ResolvedTenant } from '../../resolve/types.ts'
import { type Block, parseBlock } from './cidr.ts'
import type { AddressPlace, PlatformPods } from './ends.ts'
import { type Labels, namespaceNameLabel } from './model.ts'

/** Pods of the platform: their namespace, and labels that select no other pods. */
export const platformPods: Readonly<
  Record<PlatformPods, { readonly namespace: string; readonly labels: Labels }>
> = {
  names: { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } },
  traces: named('tracing', 'collector'),
  laptopDatabase: named('paddock-data', 'postgres'),
  ingressController: named('ingress-nginx', 'nginx-ingress'),
  prober: named('monitoring', 'blackbox-exporter'),
  scaler: named('keda', 'keda-operator'),
}

function named(namespace: string, name: string) {
  return { namespace, labels: { 'app.kubernetes.io/name': name } }
}

/** Addresses, and the ports that belong to them. */
export interface Addresses {
  /** The platform opens them: also addresses that no tenant's file can open. */
  readonly ofPlatform: boolean
  /** Blocks that are named one by one. */
  readonly blocks: readonly Block[]
  /** Families of which every public address is meant. */
  readonly anyPublic: readonly Block['family'][]
  readonly ports: readonly number[]
}

/** Blocks with the words for them in a finding. */
export interface Named {
  readonly words: string
  readonly blocks: readonly Block[]
}

/** The addresses of a cluster as the proof of one tenant counts them. */
export interface Surroundings {
  /** Each place may be several: a file declares each destination with ports of its own. */
  readonly places: Readonly<Record<AddressPlace, readonly Addresses[]>>
  /** Addresses that nobody's file can open, the narrowest first. */
  readonly closed: readonly Named[]
  /** Private addresses: a file that declares any address does not mean them. */
  readonly notPublic: readonly Block[]
}

const everywhere = ['0.0.0.0/0', '::/0']

/** @see https://www.iana.org/assignments/iana-ipv4-special-registry */
const privateBlocks = ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']
const machineBlocks: Readonly<Record<string, readonly string[]>> = {
  'the cloud metadata service': ['169.254.169.254/32', 'fd00:ec2::254/128'],
  'the Pod Identity agent': ['169.254.170.23/32', 'fd00:ec2::23/128'],
  'addresses of the node itself': [
    '0.0.0.0/8',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '::1/128',
    'fd00:ec2::/32',
    'fe80::/10',
    'fec0::/10',
  ],
  'addresses of groups, or reserved': ['224.0.0.0/4', '240.0.0.0/4', 'ff00::/8'],
  // An IPv4 address in a form of IPv6 reaches the same machine.
  'IPv4 addresses in a form of IPv6': [
    '::/96',
    '::ffff:0:0/96',
    '::ffff:0:0:0/96',
    '64:ff9b::/96',
    '64:ff9b:1::/48',
    '2001::/32',
    '2002::/16',
  ],
}

/** Addresses around a tenant: of its cluster, and those that its file declares. */
export function surroundings(tenant: ResolvedTenant, cluster: ResolvedCluster): Surroundings {
  const { network } = cluster
  const ours = (cidrs: readonly string[], ports: readonly number[] = []): Addresses => ({
    ofPlatform: true,
    blocks: cidrs.map(parseBlock),
    anyPublic: [],
    ports,
  })
  const outside = (cidrs: readonly string[], ports: readonly number[] = []): Addresses => ({
    ofPlatform: false,
    blocks: cidrs.filter((cidr) => !everywhere.includes(cidr)).map(parseBlock),
    anyPublic: cidrs.filter((cidr) => everywhere.includes(cidr)).map((cidr) => parseBlock(cidr).family),
    ports,
  })
  return {
    places: {
      databases: [ours(network.databaseCidrs)],
      endpoints: [ours(network.endpointCidrs)],
      apiServer: [ours(network.apiServerCidrs, [network.apiServerPort])],
      podIdentity: [ours(machineBlocks['the Pod Identity agent'] ?? [])],
      declared: tenant.outside.map(({ cidrs, ports }) => outside(cidrs, ports)),
      // Only a laptop pulls: in a region models come from S3.
      registry: cluster.kind === 'local' ? [outside(['0.0.0.0/0'])] : [],
    },
    ...closedIn(cluster),
  }
}

const known = new WeakMap<ResolvedCluster, Pick<Surroundings, 'closed' | 'notPublic'>>()

/** The same for all tenants of a cluster. */
function closedIn(cluster: ResolvedCluster): Pick<Surroundings, 'closed' | 'notPublic'> {
  const found = known.get(cluster)
  if (found) return found
  const { network, vpcs } = cluster
  const lists: [string, readonly string[]][] = [
    ...Object.entries(machineBlocks),
    ['databases', network.databaseCidrs],
    ['endpoints of AWS', network.endpointCidrs],
    ['the API server', network.apiServerCidrs],
    ['nodes and pods', network.podCidrs],
    ['Services', network.serviceCidrs],
    ...vpcs.map(({ cluster: name, cidr }): [string, readonly string[]] => [`the VPC of ${name}`, [cidr]]),
  ]
  const made = {
    closed: lists.map(([words, cidrs]) => ({ words, blocks: cidrs.map(parseBlock) })),
    notPublic: privateBlocks.map(parseBlock),
  }
  known.set(cluster, made)
  return made
}

/** Whether a peer's namespace is one, by the label that the API server sets. */
export function namespaceOf(
  selector: { readonly matchLabels?: Labels } | undefined,
  own: string,
): string | undefined {
  return selector ? selector.matchLabels?.[namespaceNameLabel] : own
}
