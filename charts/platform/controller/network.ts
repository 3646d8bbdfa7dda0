import type { Chart } from 'cdk8s'
import { draw } from '../../../lib/kube/draw.ts'
import type { NetworkPolicyPeer, NetworkPolicySpec } from '../../../lib/kube/types/kubernetes.ts'
import { podIdentityAgent } from '../../../lib/resolve/network.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'

/** A way in or out of an operator's namespace. */
export interface OperatorFlow {
  readonly name: string
  readonly direction: 'in' | 'out'
  readonly peers: readonly NetworkPolicyPeer[]
  readonly ports: readonly number[]
  /** Name labels of the pods that are meant; all of the namespace unless given. */
  readonly pods?: readonly string[]
}

const tcp = (ports: readonly number[]) => ports.map((port) => ({ port, protocol: 'TCP' }))

/** Address blocks as peers. */
export function blocks(cidrs: readonly string[]): NetworkPolicyPeer[] {
  return cidrs.map((cidr) => ({ ipBlock: { cidr } }))
}

/** All pods of a namespace. */
export function podsIn(namespace: string): NetworkPolicyPeer {
  return { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } }
}

/** Denies everything, then opens names, the API server and the given flows. */
export function drawOperatorNetwork(
  chart: Chart,
  cluster: ResolvedCluster,
  namespace: string,
  flows: readonly OperatorFlow[],
): void {
  const policy = (name: string, spec: NetworkPolicySpec) =>
    draw(chart, {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name, namespace },
      spec,
    })
  policy('deny-all', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] })
  policy('all-to-dns', {
    podSelector: {},
    policyTypes: ['Egress'],
    egress: [
      {
        to: [{ ...podsIn('kube-system'), podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }],
        ports: [
          { port: 53, protocol: 'UDP' },
          { port: 53, protocol: 'TCP' },
        ],
      },
    ],
  })
  policy('all-to-api-server', {
    podSelector: {},
    policyTypes: ['Egress'],
    egress: [{ to: blocks(cluster.network.apiServerCidrs), ports: tcp([cluster.network.apiServerPort]) }],
  })
  for (const { name, direction, peers, ports, pods } of flows) {
    const podSelector = pods
      ? { matchExpressions: [{ key: 'app.kubernetes.io/name', operator: 'In', values: [...pods] }] }
      : {}
    const rule =
      direction === 'in'
        ? { policyTypes: ['Ingress'], ingress: [{ from: [...peers], ports: tcp(ports) }] }
        : { policyTypes: ['Egress'], egress: [{ to: [...peers], ports: tcp(ports) }] }
    policy(name, { podSelector, ...rule })
  }
}

/** Calls of AWS under an identity of the pod's own, by the endpoints of the VPC. */
export function awsFlows(cluster: ResolvedCluster): OperatorFlow[] {
  return [
    { name: 'all-to-pod-identity', direction: 'out', peers: blocks([podIdentityAgent]), ports: [80] },
    {
      name: 'all-to-aws',
      direction: 'out',
      peers: blocks(cluster.network.endpointCidrs),
      ports: [443],
    },
  ]
}

/** Calls of webhooks and aggregated APIs: they come from the control plane's interfaces. */
export function fromApiServer(
  cluster: ResolvedCluster,
  ports: readonly number[],
  pods?: readonly string[],
): OperatorFlow {
  return {
    name: 'calls-from-api-server',
    direction: 'in',
    peers: blocks(cluster.network.apiServerCidrs),
    ports,
    ...(pods ? { pods } : {}),
  }
}
