import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { onlyReference } from '../../../lib/catalog/images.ts'
import { draw } from '../../../lib/kube/draw.ts'
import { wave } from '../../../lib/kube/guard.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { injectedFrom } from '../../kit/certificate.ts'
import { drawOperatorService, httpsPort } from '../../kit/service.ts'
import { drawOperator, podField } from '../../kit/workload.ts'
import { component } from './component.ts'
import { certificate, names, ports, user } from './names.ts'
import { certificateOf, healthProbes, logs } from './process.ts'

const name = names.webhooks

/**
 * Rejects a ScaledObject if another ScaledObject or an autoscaler already scales its target. The webhook is not called
 * for KEDA's other kinds, because they are not in use.
 *
 * @see https://github.com/kedacore/keda cmd/webhooks/main.go, config/webhooks/validation_webhooks.yaml
 */
export function webhooksChart(scope: Construct, cluster: ResolvedCluster, namespace: string): Chart {
  // No namespace here, because the configuration is cluster-scoped.
  const chart = new Chart(scope, 'webhooks', { labels: cluster.labels })
  drawOperator(chart, cluster, {
    namespace,
    name,
    image: onlyReference(component.images['keda-admission-webhooks']),
    user,
    command: ['/keda-admission-webhooks'],
    args: [
      `--port=${ports.webhooks}`,
      `--cert-dir=${certificateOf.folder}`,
      `--metrics-bind-address=:${ports.metrics}`,
      `--health-probe-bind-address=:${ports.health}`,
      ...logs,
    ],
    env: [
      podField('POD_NAMESPACE', 'metadata.namespace'),
      { name: 'KEDA_SERVICE_MIN_TLS_VERSION', value: 'TLS13' },
    ],
    pod: component.pods[name],
    ports: { https: ports.webhooks, metrics: ports.metrics, health: ports.health },
    probes: healthProbes,
    volumes: certificateOf.volumes,
    mounts: certificateOf.mounts,
  })
  drawOperatorService(chart, { namespace, name, port: httpsPort })
  drawConfiguration(chart, namespace)
  return chart
}

function drawConfiguration(chart: Chart, namespace: string): void {
  draw(chart, {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: {
      name: 'keda-admission',
      annotations: { ...wave(1), ...injectedFrom(namespace, certificate) },
    },
    webhooks: [
      {
        admissionReviewVersions: ['v1'],
        clientConfig: {
          service: { name, namespace, path: '/validate-keda-sh-v1alpha1-scaledobject', port: 443 },
        },
        // The operator itself writes ScaledObjects, for the last time when their namespace is deleted. This must not
        // wait for the webhook.
        failurePolicy: 'Ignore',
        matchPolicy: 'Equivalent',
        name: 'vscaledobject.kb.io',
        namespaceSelector: {},
        objectSelector: {},
        rules: [
          {
            apiGroups: ['keda.sh'],
            apiVersions: ['v1alpha1'],
            operations: ['CREATE', 'UPDATE'],
            resources: ['scaledobjects'],
            scope: '*',
          },
        ],
        sideEffects: 'None',
        timeoutSeconds: 10,
      },
    ],
  })
}
