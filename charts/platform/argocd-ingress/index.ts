import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { draw } from '../../../lib/kube/draw.ts'
import { drawRateLimit, secureHeaders } from '../../../lib/kube/edge.ts'
import { argocdServer } from '../../../lib/resolve/edge-names.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'

const { name, namespace } = argocdServer
/** A page requests some thirty files at once, and continues to send requests while it is open. */
const rate = { requestsPerMinute: 600, burst: 200 }

/**
 * Entry point of Argo CD: the region's load balancer passes the host `argocd.<domain>` to its server. No tenant may
 * have this host. This is a component of its own, because the ingress controller starts long after Argo CD, and Argo CD
 * would wait for it.
 */
export function charts(scope: Construct, { argocd, labels }: ResolvedCluster): Chart[] {
  if (argocd?.host === undefined) return []
  const chart = new Chart(scope, 'ingress', { namespace, labels })
  const policies = [drawRateLimit(chart, namespace, rate)]
  draw(chart, {
    apiVersion: 'k8s.nginx.org/v1',
    kind: 'VirtualServer',
    metadata: { name, namespace },
    spec: {
      host: argocd.host,
      ingressClassName: 'nginx',
      policies,
      routes: [
        // Without a secret, anyone could report a push, and Argo CD would ask Git each time. It polls Git by itself.
        { action: { return: { body: 'Not found', code: 404, type: 'text/plain' } }, path: '/api/webhook' },
        {
          action: { proxy: { responseHeaders: { add: secureHeaders }, upstream: 'server' } },
          path: '/',
        },
      ],
      // The host is one of the platform's own. Users' TLS ends at the load balancer. Behind it, the ingress controller
      // uses its own certificate.
      tls: { redirect: { code: 308, enable: true } },
      upstreams: [
        {
          // Logs, the state of Applications and gRPC-web are streams.
          buffering: false,
          'client-max-body-size': '2m',
          'connect-timeout': '5s',
          name: 'server',
          'next-upstream': 'off',
          port: 443,
          'read-timeout': '1800s',
          'send-timeout': '1800s',
          service: name,
          tls: { enable: true },
        },
      ],
    },
  })
  return [chart]
}
