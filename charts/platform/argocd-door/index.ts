import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { draw } from '../../../lib/kube/draw.ts'
import { drawRateLimit, secureHeaders } from '../../../lib/kube/edge.ts'
import { argocdServer } from '../../../lib/resolve/edge-names.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'

const { name, namespace } = argocdServer
/** A page asks for some thirty files at once, and goes on asking while it is open. */
const rate = { requestsPerMinute: 600, burst: 200 }

/**
 * The way from the region's door to Argo CD: the host below its domain that no tenant may have. A component of its own,
 * because the ingress controller comes long after Argo CD, which would wait for it.
 */
export function charts(scope: Construct, { argocd, labels }: ResolvedCluster): Chart[] {
  if (argocd?.host === undefined) return []
  const chart = new Chart(scope, 'door', { namespace, labels })
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
        // Without a secret anybody may tell it of a push, and it would ask Git each time. It asks by itself.
        { action: { return: { body: 'Not found', code: 404, type: 'text/plain' } }, path: '/api/webhook' },
        {
          action: { proxy: { responseHeaders: { add: secureHeaders }, upstream: 'server' } },
          path: '/',
        },
      ],
      // Its host is the platform's own: people's TLS ends at the load balancer, and the controller's own certificate
      // serves behind it.
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
