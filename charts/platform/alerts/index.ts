import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { draw } from '../../../lib/kube/draw.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { platformAlerts } from './platform.ts'
import { regionAlerts } from './regions.ts'

/** Alerts over all tenants' namespaces; none names a tenant. */
export function alertsChart(scope: Construct, cluster: ResolvedCluster): Chart {
  const namespace = 'paddock-data'
  const chart = new Chart(scope, 'tenants', { namespace, labels: cluster.labels })
  draw(chart, {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: 'tenants', namespace },
    spec: {
      groups: [
        platformAlerts,
        regionAlerts,
        {
          name: 'tenants',
          rules: [
            {
              alert: 'WebsocketBusDown',
              expr: 'min by (namespace, tenant) (probe_success{job="bus"}) == 0',
              for: '2m',
              labels: { severity: 'critical' },
              annotations: {
                summary: 'The websocket bus of tenant {{ $labels.tenant }} does not answer',
                description:
                  'Pages of Open WebUI load and cannot chat: readiness of its pods does not depend on the bus.',
                runbook: 'docs/runbooks/websocket-bus-down.md',
              },
            },
            {
              alert: 'OpenWebuiNotReady',
              expr: 'min by (namespace, tenant) (probe_success{job="open-webui"}) == 0',
              for: '5m',
              labels: { severity: 'critical' },
              annotations: {
                summary: 'Open WebUI of tenant {{ $labels.tenant }} is not ready',
                description: 'Its database or its Redis does not answer, or no pod runs.',
                runbook: 'docs/runbooks/open-webui-not-ready.md',
              },
            },
          ],
        },
      ],
    },
  })
  return chart
}
