import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { onlyReference } from '../../../lib/catalog/images.ts'
import { draw } from '../../../lib/kube/draw.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { drawOperatorService, httpsPort } from '../../kit/service.ts'
import { drawOperator, podField, probesOf } from '../../kit/workload.ts'
import { component, names, ports, user } from './component.ts'

const namespace = component.namespace.name
const webhookName = names.webhook
/** Secret with the CA that the webhook makes for itself: nothing else can, before it runs. */
export const webhookCa = `${webhookName}-ca`

/** The webhook checks cert-manager's objects. While it is unreachable, the API server rejects them. */
export function webhookChart(scope: Construct, cluster: ResolvedCluster): Chart {
  // Without a namespace: the configurations have none.
  const chart = new Chart(scope, 'webhook', { labels: cluster.labels })
  drawOperator(chart, cluster, {
    namespace,
    name: webhookName,
    image: onlyReference(component.images['cert-manager-webhook']),
    user,
    args: [
      `--secure-port=${ports.webhook}`,
      `--healthz-port=${ports.webhookHealth}`,
      '--dynamic-serving-ca-secret-namespace=$(POD_NAMESPACE)',
      `--dynamic-serving-ca-secret-name=${webhookCa}`,
      `--dynamic-serving-dns-names=${webhookName}.$(POD_NAMESPACE).svc`,
      `--metrics-listen-address=0.0.0.0:${ports.metrics}`,
    ],
    env: [podField('POD_NAMESPACE', 'metadata.namespace')],
    pod: component.pods[webhookName],
    ports: { https: ports.webhook, health: ports.webhookHealth, metrics: ports.metrics },
    probes: probesOf(
      { httpGet: { path: '/livez', port: 'health' } },
      { httpGet: { path: '/healthz', port: 'health' } },
    ),
  })
  drawOperatorService(chart, { namespace, name: webhookName, port: httpsPort })
  drawConfigurations(chart)
  return chart
}

/** Draws the webhook configurations. The injector adds the CA by the annotation. */
function drawConfigurations(chart: Chart): void {
  const metadata = {
    name: webhookName,
    annotations: { 'cert-manager.io/inject-ca-from-secret': `${namespace}/${webhookCa}` },
  }
  const common = {
    name: 'webhook.cert-manager.io',
    admissionReviewVersions: ['v1'],
    failurePolicy: 'Fail',
    matchPolicy: 'Equivalent',
    namespaceSelector: {},
    objectSelector: {},
    sideEffects: 'None',
  }
  const service = { name: webhookName, namespace, port: 443 }
  draw(chart, {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata,
    webhooks: [
      {
        ...common,
        clientConfig: { service: { ...service, path: '/validate' } },
        rules: [
          {
            apiGroups: ['cert-manager.io', 'acme.cert-manager.io'],
            apiVersions: ['v1'],
            operations: ['CREATE', 'UPDATE'],
            resources: ['*/*'],
            scope: '*',
          },
        ],
        timeoutSeconds: 10,
      },
    ],
  })
  draw(chart, {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata,
    webhooks: [
      {
        ...common,
        clientConfig: { service: { ...service, path: '/mutate' } },
        // The webhook records in the request which account asked for a certificate.
        rules: [
          {
            apiGroups: ['cert-manager.io'],
            apiVersions: ['v1'],
            operations: ['CREATE'],
            resources: ['certificaterequests'],
            scope: '*',
          },
        ],
        reinvocationPolicy: 'Never',
        timeoutSeconds: 10,
      },
    ],
  })
}
