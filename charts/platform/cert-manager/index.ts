import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { imageReference } from '../../../lib/catalog/images.ts'
import { platform } from '../../../lib/resolve/names.ts'
import { operatorPods } from '../../../lib/resolve/operator-pods.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { drawOperator, type Operator, podField, probesOf } from '../operator/deployment.ts'
import { operatorNamespaceChart } from '../operator/namespace.ts'
import { operatorNetworkChart, peersAt } from '../operator/network.ts'
import { cainjectorRightsChart, controllerRightsChart, webhookRightsChart } from './rights.ts'
import { webhookChart, webhookName, webhookPort } from './webhook.ts'

const namespace = platform.certificates
const metricsPort = 9402
const healthPort = 9403
const user = 1000

/**
 * cert-manager: the controller, the webhook that checks its objects, and the injector that writes CAs into webhooks of
 * operators.
 */
export function certManagerCharts(scope: Construct, cluster: ResolvedCluster): Chart[] {
  const apiServer = cluster.network.apiServerPort
  return [
    operatorNamespaceChart(scope, cluster, namespace),
    operatorNetworkChart(scope, cluster, namespace, [
      { direction: 'out', with: 'api-server', ports: [apiServer] },
      // The certificate authority, and Route 53, which has no endpoint within a VPC.
      { pods: controller.name, direction: 'out', with: 'public', ports: [443] },
      // cert-manager checks the challenge at the zone's name servers before it asks the certificate authority to
      // validate it.
      {
        pods: controller.name,
        direction: 'out',
        with: { name: 'name-servers', peers: peersAt('public', cluster) },
        ports: [53],
        protocols: ['UDP', 'TCP'],
      },
      { pods: controller.name, direction: 'out', with: 'pod-identity', ports: [80] },
      { pods: webhookName, direction: 'in', with: 'api-server', ports: [webhookPort] },
      { direction: 'in', with: 'monitoring', ports: [metricsPort] },
    ]),
    controllerRightsChart(scope, cluster, { namespace, name: controller.name }),
    cainjectorRightsChart(scope, cluster, { namespace, name: cainjector.name }),
    webhookRightsChart(scope, cluster, { namespace, name: webhookName }),
    operatorChart(scope, cluster, controller),
    operatorChart(scope, cluster, cainjector),
    webhookChart(scope, cluster, { user, metricsPort }),
  ]
}

/**
 * Controllers that run: certificates, and issuers of the kinds ACME, CA and self-signed, which webhooks of operators
 * need. Certificates are in dist, so no controller watches annotations of Ingresses.
 */
const controllers = [
  'certificaterequests-approver',
  'certificaterequests-issuer-acme',
  'certificaterequests-issuer-ca',
  'certificaterequests-issuer-selfsigned',
  'certificates-issuing',
  'certificates-key-manager',
  'certificates-metrics',
  'certificates-readiness',
  'certificates-request-manager',
  'certificates-revision-manager',
  'certificates-trigger',
  'challenges',
  'clusterissuers',
  'issuers',
  'orders',
]

const controller: Operator = {
  namespace,
  name: 'cert-manager',
  image: imageReference('cert-manager-controller'),
  user,
  args: [
    `--controllers=${controllers.join(',')}`,
    '--cluster-resource-namespace=$(POD_NAMESPACE)',
    '--leader-election-namespace=$(POD_NAMESPACE)',
    // Only the platform's issuer may use the pod's AWS identity. Issuers of a namespace may not.
    '--issuer-ambient-credentials=false',
    '--cluster-issuer-ambient-credentials=true',
    // If a Certificate is deleted by mistake and created again, it finds its Secret. The authority's rate limits are
    // weekly.
    '--enable-certificate-owner-ref=false',
    `--metrics-listen-address=0.0.0.0:${metricsPort}`,
  ],
  env: [podField('POD_NAMESPACE', 'metadata.namespace')],
  pod: operatorPods['cert-manager'],
  ports: { metrics: metricsPort, health: healthPort },
  probes: probesOf({ httpGet: { path: '/livez', port: 'health' } }),
}

/** Writes the CA into webhooks that have the annotation `cert-manager.io/inject-ca-from`. */
const cainjector: Operator = {
  namespace,
  name: 'cainjector',
  image: imageReference('cert-manager-cainjector'),
  user,
  args: ['--leader-election-namespace=$(POD_NAMESPACE)', `--metrics-listen-address=0.0.0.0:${metricsPort}`],
  env: [podField('POD_NAMESPACE', 'metadata.namespace')],
  pod: operatorPods.cainjector,
  ports: { metrics: metricsPort },
  // It has no health address. A process that loses the leader's lease exits.
  probes: probesOf({ tcpSocket: { port: 'metrics' } }),
}

function operatorChart(scope: Construct, cluster: ResolvedCluster, operator: Operator): Chart {
  const chart = new Chart(scope, operator.name, { namespace, labels: cluster.labels })
  drawOperator(chart, cluster, operator)
  return chart
}
