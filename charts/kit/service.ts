import type { Chart } from 'cdk8s'
import { draw } from '../../lib/kube/draw.ts'
import { operatorLabels } from './labels.ts'

/** Where an operator is asked. */
export interface OperatorService {
  readonly namespace: string
  /** Name of its Deployment too. */
  readonly name: string
  /** Of the container; the Service's port has the same name. */
  readonly port: { readonly name: string; readonly number: number }
}

/** Draws the Service of an operator that others ask: the API server, or another of its processes. */
export function drawOperatorService(chart: Chart, { namespace, name, port }: OperatorService): void {
  const labels = operatorLabels(name)
  draw(chart, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, labels },
    spec: {
      ports: [{ name: port.name, port: port.number, protocol: 'TCP', targetPort: port.name }],
      selector: labels,
    },
  })
}

/** How the API server asks a webhook or an aggregated API. */
export const httpsPort = { name: 'https', number: 443 } as const
