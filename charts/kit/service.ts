import type { Chart } from 'cdk8s'
import { draw } from '../../lib/kube/draw.ts'
import { operatorLabels } from './labels.ts'

/** Address of an operator. */
export interface OperatorService {
  readonly namespace: string
  /** Name of the Service, and also of its Deployment. */
  readonly name: string
  /** Port of the container. The Service's port has the same name. */
  readonly port: { readonly name: string; readonly number: number }
}

/** Draws the Service of an operator that the API server or another of its processes calls. */
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

/** Address at which the API server calls a webhook or an aggregated API. */
export const httpsPort = { name: 'https', number: 443 } as const
