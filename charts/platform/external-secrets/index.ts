import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { imageReference } from '../../../lib/catalog/images.ts'
import { platform } from '../../../lib/resolve/names.ts'
import { operatorPods } from '../../../lib/resolve/operator-pods.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { drawOperator, type Operator, probesOf } from '../operator/deployment.ts'
import { operatorNamespaceChart } from '../operator/namespace.ts'
import { operatorNetworkChart } from '../operator/network.ts'
import { secretsRightsChart } from './rights.ts'

const namespace = platform.secrets
const name = 'external-secrets'
const metricsPort = 8080
const healthPort = 8082

/**
 * External Secrets: only the controller. Its webhook would check stores and ExternalSecrets, but synthesis and the
 * schemas of the CRDs already do this. Its certificate controller serves only the webhook. The controller has no AWS
 * role. It calls AWS with a token of the service account that a store names. This is a tenant's own account, so the
 * controller reads only values that this account may read.
 */
export function externalSecretsCharts(scope: Construct, cluster: ResolvedCluster): Chart[] {
  return [
    operatorNamespaceChart(scope, cluster, namespace),
    operatorNetworkChart(scope, cluster, namespace, [
      { direction: 'out', with: 'api-server', ports: [cluster.network.apiServerPort] },
      // Secrets Manager, and STS for the token.
      { direction: 'out', with: 'aws-endpoints', ports: [443] },
      { direction: 'in', with: 'monitoring', ports: [metricsPort] },
    ]),
    secretsRightsChart(scope, cluster, { namespace, name }),
    controllerChart(scope, cluster),
  ]
}

/** Flags that disable features that the platform does not use. @see cmd/controller/root.go at the pinned tag */
const args = [
  '--enable-leader-election=true',
  '--enable-cluster-external-secret-reconciler=false',
  '--enable-cluster-push-secret-reconciler=false',
  // Many tenants, each with a few Secrets that are refreshed once an hour.
  '--concurrent=5',
  `--metrics-addr=:${metricsPort}`,
  `--live-addr=:${healthPort}`,
  '--loglevel=info',
  '--zap-time-encoding=iso8601',
]

const controller: Operator = {
  namespace,
  name,
  image: imageReference('external-secrets'),
  user: 1000,
  args,
  pod: operatorPods[name],
  ports: { metrics: metricsPort, health: healthPort },
  probes: probesOf(
    { httpGet: { path: '/healthz', port: 'health' } },
    { httpGet: { path: '/readyz', port: 'health' } },
  ),
}

function controllerChart(scope: Construct, cluster: ResolvedCluster): Chart {
  const chart = new Chart(scope, 'controller', { namespace, labels: cluster.labels })
  drawOperator(chart, cluster, controller)
  return chart
}
