import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { draw } from '../../lib/kube/draw.ts'
import type { Peer, ResolvedFlow, ResolvedTenant } from '../../lib/resolve/types.ts'

/** Default deny both ways, then one policy for each resolved flow. */
export function networkChart(scope: Construct, tenant: ResolvedTenant): Chart {
  const { namespace } = tenant
  const chart = new Chart(scope, 'network', { namespace, labels: tenant.labels })
  draw(chart, {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'deny-all', namespace },
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
  })
  for (const flow of tenant.flows) {
    draw(chart, {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: flow.name, namespace },
      spec: {
        podSelector: Object.keys(flow.pods).length > 0 ? { matchLabels: flow.pods } : {},
        ...rule(flow),
      },
    })
  }
  return chart
}

function rule(flow: ResolvedFlow) {
  const ports = flow.ports.map(({ port, protocol }) => ({ port, protocol }))
  const peers = peersOf(flow.peer)
  return flow.direction === 'in'
    ? { policyTypes: ['Ingress'], ingress: [{ from: peers, ports }] }
    : { policyTypes: ['Egress'], egress: [{ to: peers, ports }] }
}

function peersOf(peer: Peer) {
  if (peer.kind === 'pods') {
    return [
      {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': peer.namespace } },
        podSelector: { matchLabels: peer.labels },
      },
    ]
  }
  // An exception must lie inside its block, or the API server refuses the policy.
  return peer.cidrs.map((cidr) => {
    const except = peer.except.filter((hole) => cidr === (hole.includes(':') ? '::/0' : '0.0.0.0/0'))
    return { ipBlock: { cidr, ...(except.length > 0 ? { except } : {}) } }
  })
}
