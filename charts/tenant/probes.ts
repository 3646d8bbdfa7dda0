import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { draw } from '../../lib/kube/draw.ts'
import type { ResolvedTenant } from '../../lib/resolve/types.ts'
import { prober } from '../kit/prober.ts'

/**
 * Probes from outside the pods. The readiness of the application does not depend on its websocket bus, so the bus has a
 * probe of its own.
 */
export function probesChart(scope: Construct, tenant: ResolvedTenant): Chart {
  const { namespace } = tenant
  const chart = new Chart(scope, 'probes', { namespace, labels: tenant.labels })
  const probe = (name: string, module: string, target: string) =>
    draw(chart, {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'Probe',
      metadata: { name, namespace },
      spec: {
        interval: '30s',
        jobName: name,
        module,
        prober,
        targets: { staticConfig: { labels: { tenant: tenant.id }, static: [target] } },
      },
    })
  probe('open-webui', 'http_2xx', `http://open-webui.${namespace}.svc:80/ready`)
  if (tenant.bus) probe('bus', 'tcp_connect', `bus.${namespace}.svc:6379`)
  return chart
}
