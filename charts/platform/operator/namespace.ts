import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { draw } from '../../../lib/kube/draw.ts'
import { guarded, wave } from '../../../lib/kube/guard.ts'
import { restrictedNamespace } from '../../../lib/kube/pod-security.ts'
import type { Labels } from '../../../lib/resolve/pod-types.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'

/** The namespace of an operator. It is the first object of the operator's Application, and its pods run restricted. */
export function operatorNamespaceChart(
  scope: Construct,
  cluster: ResolvedCluster,
  name: string,
  labels: Labels = {},
): Chart {
  const chart = new Chart(scope, 'namespace', { labels: cluster.labels })
  draw(chart, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      labels: { ...cluster.labels, ...restrictedNamespace, ...labels },
      annotations: { ...guarded, ...wave(-10) },
    },
  })
  return chart
}
