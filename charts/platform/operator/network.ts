import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { draw } from '../../../lib/kube/draw.ts'
import type { NetworkPolicyPeer, NetworkPolicySpec } from '../../../lib/kube/types/kubernetes.ts'
import { platform } from '../../../lib/resolve/names.ts'
import { podIdentityAgent, publicAddresses } from '../../../lib/resolve/network.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { operatorLabels } from './deployment.ts'

/** Peers that every operator's network may use. */
type Place = 'api-server' | 'aws-endpoints' | 'monitoring' | 'own-namespace' | 'pod-identity' | 'public'

/** Other peers, with a name for the policy. */
interface Peers {
  readonly name: string
  readonly peers: readonly NetworkPolicyPeer[]
}

/** An allowed direction for the pods of an operator. */
export interface Opening {
  /** Name label of the pods; all pods of the namespace unless given. */
  readonly pods?: string
  readonly with: Place | Peers
  readonly direction: 'in' | 'out'
  readonly ports: readonly number[]
  /** TCP unless given. */
  readonly protocols?: readonly ('TCP' | 'UDP')[]
}

/** Denies all traffic in a namespace in both directions, except DNS and the given openings. */
export function operatorNetworkChart(
  scope: Construct,
  cluster: ResolvedCluster,
  namespace: string,
  openings: readonly Opening[],
): Chart {
  const chart = new Chart(scope, 'network', { namespace, labels: cluster.labels })
  const policy = (name: string, spec: NetworkPolicySpec) =>
    draw(chart, {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name, namespace },
      spec,
    })
  policy('deny-all', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] })
  policy('all-to-dns', { podSelector: {}, policyTypes: ['Egress'], egress: [dns] })
  for (const opening of openings) {
    const { pods, direction, ports, protocols = ['TCP'] } = opening
    const rule = { ports: ports.flatMap((port) => protocols.map((protocol) => ({ port, protocol }))) }
    const { name, peers } = peersOf(opening.with, cluster)
    const podSelector = pods ? { matchLabels: operatorLabels(pods) } : {}
    policy(
      `${pods ?? 'all'}-${direction === 'in' ? 'from' : 'to'}-${name}`,
      direction === 'in'
        ? { podSelector, policyTypes: ['Ingress'], ingress: [{ ...rule, from: peers }] }
        : { podSelector, policyTypes: ['Egress'], egress: [{ ...rule, to: peers }] },
    )
  }
  return chart
}

const dns = {
  to: [
    {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
      podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
    },
  ],
  ports: [
    { port: 53, protocol: 'UDP' },
    { port: 53, protocol: 'TCP' },
  ],
}

function peersOf(
  other: Place | Peers,
  cluster: ResolvedCluster,
): { name: string; peers: NetworkPolicyPeer[] } {
  return typeof other === 'string'
    ? { name: other, peers: peersAt(other, cluster) }
    : { name: other.name, peers: [...other.peers] }
}

/** Peers of a place, for an opening that needs another name. */
export function peersAt(place: Place, { network }: ResolvedCluster): NetworkPolicyPeer[] {
  switch (place) {
    case 'api-server':
      return blocks(network.apiServerCidrs)
    case 'aws-endpoints':
      return blocks(network.endpointCidrs)
    case 'monitoring':
      return [podsIn(platform.monitoring)]
    case 'own-namespace':
      return [{ podSelector: {} }]
    case 'pod-identity':
      return blocks([podIdentityAgent])
    case 'public':
      return [{ ipBlock: { cidr: publicAddresses.cidr, except: [...publicAddresses.except] } }]
  }
}

/** All pods of a namespace. */
export function podsIn(namespace: string): NetworkPolicyPeer {
  return { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } }
}

/**
 * Paddock does not draw the hub's network, so this is any address except link-local ones, such as the node's metadata
 * service.
 */
function blocks(cidrs: readonly string[]): NetworkPolicyPeer[] {
  if (cidrs.length === 0) return [{ ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.0.0/16'] } }]
  return cidrs.map((cidr) => ({ ipBlock: { cidr } }))
}
