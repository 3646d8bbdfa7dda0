import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { imageReference } from '../../../lib/catalog/images.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { namespaceChart } from '../../kit/namespace.ts'
import { networkChart } from '../../kit/network.ts'
import { drawOperator, type Operator, podField, probesOf } from '../../kit/workload.ts'
import { component, names, ports, user } from './component.ts'
import { cainjectorRbacChart, controllerRbacChart, webhookRbacChart } from './rbac.ts'
import { webhookChart } from './webhook.ts'

const namespace = component.namespace.name

/** cert-manager: the controller, the webhook that checks its objects, and what puts CAs into webhooks of operators. */
export function charts(scope: Construct, cluster: ResolvedCluster): Chart[] {
  return [
    namespaceChart(scope, cluster, component),
    networkChart(scope, cluster, namespace, component.opens(cluster)),
    controllerRbacChart(scope, cluster, { namespace, name: names.controller }),
    cainjectorRbacChart(scope, cluster, { namespace, name: names.cainjector }),
    webhookRbacChart(scope, cluster, { namespace, name: names.webhook }),
    operatorChart(scope, cluster, controller),
    operatorChart(scope, cluster, cainjector),
    webhookChart(scope, cluster),
  ]
}

/**
 * Controllers that run: certificates, and issuers that are ACME, a CA or self-signed, as operators' webhooks need.
 * Certificates are in dist, so Ingresses are not watched for annotations.
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
  name: names.controller,
  image: imageReference('cert-manager-controller'),
  user,
  args: [
    `--controllers=${controllers.join(',')}`,
    '--cluster-resource-namespace=$(POD_NAMESPACE)',
    '--leader-election-namespace=$(POD_NAMESPACE)',
    // The pod's identity is for the platform's issuer alone, never for one of a namespace.
    '--issuer-ambient-credentials=false',
    '--cluster-issuer-ambient-credentials=true',
    // A Certificate that is deleted by mistake and drawn again finds its Secret: the authority's limits are weekly.
    '--enable-certificate-owner-ref=false',
    `--metrics-listen-address=0.0.0.0:${ports.metrics}`,
  ],
  env: [podField('POD_NAMESPACE', 'metadata.namespace')],
  pod: component.pods[names.controller],
  ports: { metrics: ports.metrics, health: ports.health },
  probes: probesOf({ httpGet: { path: '/livez', port: 'health' } }),
}

/** Fills the CA into webhooks that carry the annotation `cert-manager.io/inject-ca-from`. */
const cainjector: Operator = {
  namespace,
  name: names.cainjector,
  image: imageReference('cert-manager-cainjector'),
  user,
  args: ['--leader-election-namespace=$(POD_NAMESPACE)', `--metrics-listen-address=0.0.0.0:${ports.metrics}`],
  env: [podField('POD_NAMESPACE', 'metadata.namespace')],
  pod: component.pods[names.cainjector],
  ports: { metrics: ports.metrics },
  // It has no address for health; whoever lost its leader's lease ends.
  probes: probesOf({ tcpSocket: { port: 'metrics' } }),
}

function operatorChart(scope: Construct, cluster: ResolvedCluster, operator: Operator): Chart {
  const chart = new Chart(scope, operator.name, { namespace, labels: cluster.labels })
  drawOperator(chart, cluster, operator)
  return chart
}
