import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { onlyReference } from '../../../lib/catalog/images.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { namespaceChart } from '../../kit/namespace.ts'
import { networkChart } from '../../kit/network.ts'
import { drawOperator, type Operator, podField, probesOf } from '../../kit/workload.ts'
import { component, names, ports, user } from './component.ts'
import { cainjectorRbacChart, controllerRbacChart, webhookRbacChart } from './rbac.ts'
import { webhookChart } from './webhook.ts'

const namespace = component.namespace.name

/**
 * cert-manager: the controller, the webhook that checks its objects, and the injector that writes CAs into webhooks of
 * operators.
 */
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
  name: names.controller,
  image: onlyReference(component.images['cert-manager-controller']),
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
    `--metrics-listen-address=0.0.0.0:${ports.metrics}`,
  ],
  env: [podField('POD_NAMESPACE', 'metadata.namespace')],
  pod: component.pods[names.controller],
  ports: { metrics: ports.metrics, health: ports.health },
  probes: probesOf({ httpGet: { path: '/livez', port: 'health' } }),
}

/** Writes the CA into webhooks that have the annotation `cert-manager.io/inject-ca-from`. */
const cainjector: Operator = {
  namespace,
  name: names.cainjector,
  image: onlyReference(component.images['cert-manager-cainjector']),
  user,
  args: ['--leader-election-namespace=$(POD_NAMESPACE)', `--metrics-listen-address=0.0.0.0:${ports.metrics}`],
  env: [podField('POD_NAMESPACE', 'metadata.namespace')],
  pod: component.pods[names.cainjector],
  ports: { metrics: ports.metrics },
  // It has no health endpoint; a replica that loses the leader's lease exits.
  probes: probesOf({ tcpSocket: { port: 'metrics' } }),
}

function operatorChart(scope: Construct, cluster: ResolvedCluster, operator: Operator): Chart {
  const chart = new Chart(scope, operator.name, { namespace, labels: cluster.labels })
  drawOperator(chart, cluster, operator)
  return chart
}
