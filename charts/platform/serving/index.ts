import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { draw } from '../../../lib/kube/draw.ts'
import { platformLabels } from '../../../lib/resolve/edge-names.ts'
import { platform } from '../../../lib/resolve/names.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { prober } from '../../kit/prober.ts'

const namespace = platform.data
const name = 'serving'
/** First label of the host `region.<domain>`. It shows whether the region serves, and it never fails over. */
const firstLabel = platformLabels.serving
/** Path that answers 200 while the region serves and 503 while it is a standby. */
const path = '/serving'
/** Three missed answers take half a minute, as with Route 53's checks of a region's load balancers. */
const interval = '10s'

/**
 * Shows which region serves: an HTTP answer that follows `servedFrom`, and the probe with which the standby region
 * watches it. Route 53 does not use this answer: its checkers only open connections to the load balancers.
 */
export function charts(scope: Construct, cluster: ResolvedCluster): Chart[] {
  const chart = new Chart(scope, name, { namespace, labels: cluster.labels })
  if (cluster.domain !== undefined) drawAnswer(chart, cluster, `${firstLabel}.${cluster.domain}`)
  for (const peer of cluster.standsInFor) drawProbe(chart, peer)
  return [chart]
}

function drawAnswer(chart: Chart, { role }: ResolvedCluster, host: string): void {
  draw(chart, {
    apiVersion: 'k8s.nginx.org/v1',
    kind: 'VirtualServer',
    metadata: { name, namespace },
    spec: {
      host,
      ingressClassName: 'nginx',
      routes: [
        {
          action: { return: { body: role, code: role === 'serving' ? 200 : 503, type: 'text/plain' } },
          path,
        },
      ],
      tls: { redirect: { code: 308, enable: true } },
    },
  })
}

function drawProbe(chart: Chart, peer: ResolvedCluster['standsInFor'][number]): void {
  draw(chart, {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'Probe',
    metadata: { name: `peer-${peer.name}`, namespace },
    spec: {
      interval,
      jobName: peer.watchedAs,
      module: 'http_2xx',
      prober,
      targets: {
        staticConfig: {
          labels: { peer: peer.name },
          static: [`https://${firstLabel}.${peer.domain}${path}`],
        },
      },
    },
  })
}
