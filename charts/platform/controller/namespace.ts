import type { Chart } from 'cdk8s'
import { draw } from '../../../lib/kube/draw.ts'
import { restrictedNamespace } from '../../../lib/kube/pod-security.ts'
import type { Labels, ResolvedCluster } from '../../../lib/resolve/types.ts'

/** Draws the namespace of an operator: its pods run restricted, as everybody's do. */
export function drawOperatorNamespace(
  chart: Chart,
  cluster: ResolvedCluster,
  name: string,
  labels: Labels = {},
): void {
  draw(chart, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { ...cluster.labels, ...restrictedNamespace, ...labels } },
  })
}
