import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { draw } from '../../../lib/kube/draw.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { drawNamespace } from '../../kit/namespace.ts'
import { component } from './component.ts'

/** The namespace of the claims for regions. It runs no pods. */
export function charts(scope: Construct, cluster: ResolvedCluster): Chart[] {
  const chart = new Chart(scope, 'namespace', { labels: cluster.labels })
  drawNamespace(chart, cluster, component)
  // A pod that starts there all the same reaches nothing.
  draw(chart, {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'deny-all', namespace: component.namespace.name },
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
  })
  return [chart]
}
