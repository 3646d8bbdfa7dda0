import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { platform } from '../../../lib/resolve/names.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { operatorNamespaceChart } from '../operator/namespace.ts'
import { operatorNetworkChart } from '../operator/network.ts'
import { drawWebhookCertificate } from '../operator/webhook-certificate.ts'
import { metricsApiChart } from './metrics-api.ts'
import { certificate, names, ports } from './names.ts'
import { operatorChart } from './operator.ts'
import { metricsApiRightsChart, operatorRightsChart, webhooksRightsChart } from './rights.ts'
import { webhooksChart } from './webhooks.ts'

const namespace = platform.scaling

/**
 * KEDA has three parts. The operator scales Deployments by ScaledObjects, also to zero. The metrics API answers
 * autoscalers. The webhook checks ScaledObjects. cert-manager issues the certificate and needs no new permission for
 * it. KEDA's own rotation would have to write Secrets, and to change every webhook and aggregated API of the cluster.
 */
export function kedaCharts(scope: Construct, cluster: ResolvedCluster): Chart[] {
  return [
    operatorNamespaceChart(scope, cluster, namespace),
    operatorNetworkChart(scope, cluster, namespace, [
      { direction: 'out', with: 'api-server', ports: [cluster.network.apiServerPort] },
      { pods: names.metricsApi, direction: 'in', with: 'api-server', ports: [ports.metricsApi] },
      { pods: names.webhooks, direction: 'in', with: 'api-server', ports: [ports.webhooks] },
      // The metrics API has no data of its own: it asks the operator.
      { pods: names.metricsApi, direction: 'out', with: 'own-namespace', ports: [ports.grpc] },
      { pods: names.operator, direction: 'in', with: 'own-namespace', ports: [ports.grpc] },
      { direction: 'in', with: 'monitoring', ports: [ports.metrics] },
    ]),
    operatorRightsChart(scope, cluster, { namespace, name: names.operator }),
    metricsApiRightsChart(scope, cluster, { namespace, name: names.metricsApi }),
    webhooksRightsChart(scope, cluster, { namespace, name: names.webhooks }),
    certificateChart(scope, cluster),
    operatorChart(scope, cluster, namespace),
    metricsApiChart(scope, cluster, namespace),
    webhooksChart(scope, cluster, namespace),
  ]
}

function certificateChart(scope: Construct, cluster: ResolvedCluster): Chart {
  const chart = new Chart(scope, 'certificate', { namespace, labels: cluster.labels })
  const { operator, metricsApi, webhooks } = names
  drawWebhookCertificate(chart, {
    namespace,
    service: operator,
    peers: [metricsApi, webhooks],
    secretName: certificate,
  })
  return chart
}
