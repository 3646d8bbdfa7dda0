import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { onlyReference } from '../../../lib/catalog/images.ts'
import { draw } from '../../../lib/kube/draw.ts'
import { wave } from '../../../lib/kube/guard.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { injectedFrom } from '../../kit/certificate.ts'
import { drawOperatorService, httpsPort } from '../../kit/service.ts'
import { drawOperator, probesOf } from '../../kit/workload.ts'
import { component } from './component.ts'
import { certificate, names, ports, user } from './names.ts'
import { certificateOf, environment, logs } from './process.ts'

const name = names.metricsApi
const group = 'external.metrics.k8s.io'
const version = 'v1beta1'

/**
 * Flags, each as the source at the pinned tag reads it.
 *
 * @see https://github.com/kedacore/keda cmd/adapter/main.go
 */
function flags(namespace: string): string[] {
  const { folder } = certificateOf
  return [
    `--secure-port=${ports.metricsApi}`,
    `--port=${ports.metrics}`,
    `--metrics-service-address=${names.operator}.${namespace}.svc:${ports.grpc}`,
    `--client-ca-file=${folder}/ca.crt`,
    `--tls-cert-file=${folder}/tls.crt`,
    `--tls-private-key-file=${folder}/tls.key`,
    `--cert-dir=${folder}`,
    ...logs,
  ]
}

/**
 * The API at which autoscalers ask for metrics of ScaledObjects, and its APIService. The APIService comes after the
 * pods are ready: while this API is unreachable, no namespace of the cluster can be deleted.
 */
export function metricsApiChart(scope: Construct, cluster: ResolvedCluster, namespace: string): Chart {
  // No namespace here, because an APIService is cluster-scoped.
  const chart = new Chart(scope, 'metrics-api', { labels: cluster.labels })
  const https = { path: '/healthz', port: 'https', scheme: 'HTTPS' }
  drawOperator(chart, cluster, {
    namespace,
    name,
    image: onlyReference(component.images['keda-metrics-apiserver']),
    user,
    command: ['/keda-adapter'],
    args: flags(namespace),
    env: environment,
    pod: component.pods[name],
    ports: { https: ports.metricsApi, metrics: ports.metrics },
    probes: probesOf({ httpGet: https }, { httpGet: { ...https, path: '/readyz' } }),
    volumes: certificateOf.volumes,
    mounts: certificateOf.mounts,
  })
  drawOperatorService(chart, { namespace, name, port: httpsPort })
  draw(chart, {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: {
      name: `${version}.${group}`,
      annotations: { ...wave(1), ...injectedFrom(namespace, certificate) },
    },
    spec: {
      group,
      groupPriorityMinimum: 100,
      service: { name, namespace, port: 443 },
      version,
      versionPriority: 100,
    },
  })
  return chart
}
