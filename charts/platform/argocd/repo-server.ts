import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { GiB, MiB } from '../../../lib/catalog/units.ts'
import type { ResolvedArgocd } from '../../../lib/resolve/argocd.ts'
import type { Labels } from '../../../lib/resolve/pod-types.ts'
import { names, namespace, ports } from './names.ts'
import type { Program } from './pods.ts'
import { drawAccount, drawMetrics, drawReplicated } from './service-parts.ts'

const name = names.repoServer

/**
 * Clones the repository and reads manifests. Its load grows with the number of Applications. It never calls Kubernetes.
 */
export function repoServerChart(scope: Construct, labels: Labels, argocd: ResolvedArgocd): Chart {
  const chart = new Chart(scope, 'repo-server', { namespace, labels })
  drawAccount(chart, name)
  drawMetrics(chart, name, ports.repoServerMetrics)
  drawReplicated(chart, labels, argocd, {
    program: programOf(argocd),
    replicas: argocd.repoServer.replicas,
    service: { name: 'server', port: ports.repoServer },
  })
  return chart
}

function programOf({ repoServer }: ResolvedArgocd): Program {
  const health = (path: string) => ({ httpGet: { path, port: ports.repoServerMetrics } })
  return {
    name,
    command: 'argocd-repo-server',
    pod: repoServer,
    ports: [
      { name: 'server', containerPort: ports.repoServer },
      { name: 'metrics', containerPort: ports.repoServerMetrics },
    ],
    probes: {
      startupProbe: { ...health('/healthz'), failureThreshold: 30, periodSeconds: 2 },
      // `full` makes the probe call the server itself over gRPC.
      livenessProbe: {
        ...health('/healthz?full=true'),
        failureThreshold: 3,
        periodSeconds: 30,
        timeoutSeconds: 5,
      },
      readinessProbe: { ...health('/healthz'), periodSeconds: 10 },
    },
    parameters: {
      ARGOCD_GIT_MODULES_ENABLED: 'reposerver.enable.git.submodule',
      ARGOCD_GRPC_MAX_SIZE_MB: 'reposerver.grpc.max.size',
      ARGOCD_REPO_SERVER_MAX_COMBINED_DIRECTORY_MANIFESTS_SIZE:
        'reposerver.max.combined.directory.manifests.size',
      ARGOCD_REPO_SERVER_PARALLELISM_LIMIT: 'reposerver.parallelism.limit',
    },
    settings: { ARGOCD_RECONCILIATION_TIMEOUT: 'timeout.reconciliation' },
    env: {
      // Retries when the host of the repository does not answer.
      ARGOCD_GIT_ATTEMPTS_COUNT: '3',
      // No project requires signed commits. The key ring would need another writable folder.
      ARGOCD_GPG_ENABLED: 'false',
      HELM_CACHE_HOME: '/tmp/helm',
      HELM_CONFIG_HOME: '/tmp/helm',
      HELM_DATA_HOME: '/tmp/helm',
    },
    writable: {
      '/home/argocd/cmp-server/plugins': { name: 'plugins', bytes: MiB },
      '/tmp': { name: 'tmp', bytes: 3 * GiB },
    },
    uses: ['cache'],
    graceSeconds: 60,
  }
}
