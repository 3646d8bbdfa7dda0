import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { drawWebhookCertificate } from '../../kit/certificate.ts'
import { namespaceChart } from '../../kit/namespace.ts'
import { networkChart } from '../../kit/network.ts'
import { component } from './component.ts'
import { metricsApiChart } from './metrics-api.ts'
import { certificate, names } from './names.ts'
import { operatorChart } from './operator.ts'
import { metricsApiRbacChart, operatorRbacChart, webhooksRbacChart } from './rbac.ts'
import { webhooksChart } from './webhooks.ts'

const namespace = component.namespace.name

/**
 * KEDA has three parts. The operator scales Deployments by ScaledObjects, also to zero. The metrics API answers
 * autoscalers. The webhook checks ScaledObjects. cert-manager issues the certificate and needs no new permission for
 * it. KEDA's own rotation would have to write Secrets, and to change every webhook and aggregated API of the cluster.
 */
export function charts(scope: Construct, cluster: ResolvedCluster): Chart[] {
  return [
    namespaceChart(scope, cluster, component),
    networkChart(scope, cluster, namespace, component.opens(cluster)),
    operatorRbacChart(scope, cluster, { namespace, name: names.operator }),
    metricsApiRbacChart(scope, cluster, { namespace, name: names.metricsApi }),
    webhooksRbacChart(scope, cluster, { namespace, name: names.webhooks }),
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
