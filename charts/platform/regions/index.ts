import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { draw } from '../../../lib/kube/draw.ts'
import { guarded } from '../../../lib/kube/guard.ts'
import { restrictedNamespace } from '../../../lib/kube/pod-security.ts'
import { platform } from '../../../lib/resolve/names.ts'
import type { ResolvedRegion } from '../../../lib/resolve/region.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { budgetsChart } from './budgets.ts'
import { edgeChart } from './edge.ts'
import { environmentChart } from './environment.ts'
import { fleetChart } from './fleet.ts'
import { guardChart } from './guard.ts'
import { keysChart } from './keys.ts'
import { kubernetesClusterChart } from './kubernetes-cluster.ts'
import { networkChart } from './network.ts'
import { storageChart } from './storage.ts'

/** The namespace of the claims for regions. It runs no pods. */
export function regionsCharts(scope: Construct, cluster: ResolvedCluster): Chart[] {
  const chart = new Chart(scope, 'namespace', { labels: cluster.labels })
  draw(chart, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: platform.regions,
      labels: { ...cluster.labels, ...restrictedNamespace },
      annotations: guarded,
    },
  })
  // Whatever starts there all the same reaches nothing.
  draw(chart, {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'deny-all', namespace: platform.regions },
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
  })
  return [chart]
}

/** The claims for one region, a file each, in the order in which AWS can make them. */
export function regionCharts(scope: Construct, cluster: ResolvedCluster, region: ResolvedRegion): Chart[] {
  const charts = [
    keysChart,
    storageChart,
    networkChart,
    kubernetesClusterChart,
    fleetChart,
    guardChart,
    edgeChart,
    environmentChart,
    ...(region.budgets.length > 0 ? [budgetsChart] : []),
  ]
  return charts.map((draw) => draw(scope, cluster, region))
}
