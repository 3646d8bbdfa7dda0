import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import type { KnownPeer, NamedPeers, Opening } from '../../lib/kube/component.ts'
import type { NetworkPolicyPeer } from '../../lib/kube/types/kubernetes.ts'
import type { ResolvedCluster } from '../../lib/resolve/types.ts'
import { operatorLabels } from './labels.ts'
import { nameService, nameServicePorts, peersAt } from './peers.ts'
import { policiesOf } from './policies.ts'

/** Denies everything in a namespace both ways, but names and what is opened. */
export function networkChart(
  scope: Construct,
  cluster: ResolvedCluster,
  namespace: string,
  openings: readonly Opening[],
): Chart {
  const chart = new Chart(scope, 'network', { namespace, labels: cluster.labels })
  const policy = policiesOf(chart, namespace)
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

const dns = { to: [nameService], ports: nameServicePorts }

function peersOf(
  other: KnownPeer | NamedPeers,
  cluster: ResolvedCluster,
): { name: string; peers: NetworkPolicyPeer[] } {
  return typeof other === 'string'
    ? { name: other, peers: peersAt(other, cluster) }
    : { name: other.name, peers: [...other.peers] }
}
