import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { onlyReference } from '../../../lib/catalog/images.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { drawOperatorService } from '../../kit/service.ts'
import { drawOperator } from '../../kit/workload.ts'
import { component } from './component.ts'
import { names, ports, user } from './names.ts'
import { certificateOf, environment, healthProbes, logs } from './process.ts'

const name = names.operator

/**
 * Flags, each as the source at the pinned tag reads it.
 *
 * @see https://github.com/kedacore/keda cmd/operator/main.go
 */
const args = [
  '--leader-elect',
  '--enable-cert-rotation=false',
  `--cert-dir=${certificateOf.folder}`,
  `--metrics-bind-address=:${ports.metrics}`,
  `--health-probe-bind-address=:${ports.health}`,
  `--metrics-service-bind-address=:${ports.grpc}`,
  ...logs,
]

/**
 * The operator, and the Service through which the metrics API reaches it. Only the leader listens there. A client that
 * reaches the other pod gets an immediate refusal and retries.
 */
export function operatorChart(scope: Construct, cluster: ResolvedCluster, namespace: string): Chart {
  const chart = new Chart(scope, 'operator', { namespace, labels: cluster.labels })
  drawOperator(chart, cluster, {
    namespace,
    name,
    image: onlyReference(component.images.keda),
    user,
    command: ['/keda'],
    args,
    env: [
      ...environment,
      // KEDA must not read tenants' Secrets. Otherwise triggers could use them as parameters.
      { name: 'KEDA_RESTRICT_SECRET_ACCESS', value: 'true' },
    ],
    pod: component.pods[name],
    ports: { grpc: ports.grpc, metrics: ports.metrics, health: ports.health },
    probes: healthProbes,
    volumes: certificateOf.volumes,
    mounts: certificateOf.mounts,
  })
  drawOperatorService(chart, { namespace, name, port: { name: 'grpc', number: ports.grpc } })
  return chart
}
