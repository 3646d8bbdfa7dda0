import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { MiB } from '../../../lib/catalog/units.ts'
import type { ResolvedArgocd } from '../../../lib/resolve/argocd.ts'
import type { Labels } from '../../../lib/resolve/pod-types.ts'
import { names, ports } from './names.ts'
import type { Program } from './pods.ts'
import { drawServerRbac } from './server-rbac.ts'
import { drawAccount, drawMetrics, drawReplicated } from './service-parts.ts'

const name = names.server

/**
 * API and pages, over TLS with a certificate that the server creates. In a region the ingress controller passes
 * requests to it.
 */
export function serverChart(scope: Construct, labels: Labels, argocd: ResolvedArgocd): Chart {
  const chart = new Chart(scope, 'server', { labels })
  drawAccount(chart, name)
  drawServerRbac(chart)
  drawMetrics(chart, name, ports.serverMetrics)
  drawReplicated(chart, labels, argocd, {
    program: programOf(argocd),
    replicas: argocd.server.replicas,
    service: { name: 'https', port: 443 },
  })
  return chart
}

function programOf({ server, grpcMiB }: ResolvedArgocd): Program {
  const health = (path: string) => ({ httpGet: { path, port: ports.server, scheme: 'HTTPS' as const } })
  return {
    name,
    command: 'argocd-server',
    pod: server,
    ports: [
      { name: 'https', containerPort: ports.server },
      { name: 'metrics', containerPort: ports.serverMetrics },
    ],
    probes: {
      startupProbe: { ...health('/healthz'), failureThreshold: 30, periodSeconds: 2 },
      livenessProbe: {
        ...health('/healthz?full=true'),
        failureThreshold: 3,
        periodSeconds: 30,
        timeoutSeconds: 5,
      },
      readinessProbe: { ...health('/healthz'), periodSeconds: 10 },
    },
    parameters: {
      ARGOCD_SERVER_ENABLE_GZIP: 'server.enable.gzip',
      ARGOCD_SERVER_INSECURE: 'server.insecure',
      ARGOCD_SYNC_WITH_REPLACE_ALLOWED: 'server.sync.replace.allowed',
      ARGOCD_TLS_MIN_VERSION: 'server.tls.minversion',
    },
    env: {
      ARGOCD_API_SERVER_REPLICAS: String(server.replicas),
      ARGOCD_GRPC_MAX_SIZE_MB: String(grpcMiB),
    },
    writable: {
      '/home/argocd': { name: 'home', bytes: 64 * MiB },
      '/tmp': { name: 'tmp', bytes: 128 * MiB },
    },
    uses: ['cache', 'api-server'],
    graceSeconds: 30,
  }
}
