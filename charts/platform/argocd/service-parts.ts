import type { Chart } from 'cdk8s'
import { draw } from '../../../lib/kube/draw.ts'
import { named, namespace } from './names.ts'

/** The account of a component's pods; its token is projected where it is used. */
export function drawAccount(chart: Chart, name: string): void {
  draw(chart, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace },
    automountServiceAccountToken: false,
  })
}

/** Service of a component's metrics, for the monitoring. */
export function drawMetrics(chart: Chart, name: string, port: number): void {
  draw(chart, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: `${name}-metrics`, namespace, labels: named(`${name}-metrics`) },
    spec: {
      ports: [{ name: 'metrics', port, protocol: 'TCP', targetPort: 'metrics' }],
      selector: named(name),
    },
  })
}

/** One pod of a component at a time may be drained. */
export function drawBudget(chart: Chart, name: string): void {
  draw(chart, {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, namespace },
    spec: {
      maxUnavailable: 1,
      selector: { matchLabels: named(name) },
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    },
  })
}
