import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { onlyReference } from '../../../lib/catalog/images.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { namespaceChart } from '../../kit/namespace.ts'
import { networkChart } from '../../kit/network.ts'
import { drawOperator, type Operator, probesOf } from '../../kit/workload.ts'
import { component, name, ports } from './component.ts'
import { secretsRbacChart } from './rbac.ts'

const namespace = component.namespace.name

/**
 * External Secrets: only the controller. Its webhook would check stores and ExternalSecrets, but synthesis and the
 * schemas of the CRDs already do this. Its certificate controller serves only the webhook. The controller has no AWS
 * role. It calls AWS with a token of the service account that a store names. This is a tenant's own account, so the
 * controller reads only values that this account may read.
 */
export function charts(scope: Construct, cluster: ResolvedCluster): Chart[] {
  return [
    namespaceChart(scope, cluster, component),
    networkChart(scope, cluster, namespace, component.opens(cluster)),
    secretsRbacChart(scope, cluster, { namespace, name }),
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
  `--metrics-addr=:${ports.metrics}`,
  `--live-addr=:${ports.health}`,
  '--loglevel=info',
  '--zap-time-encoding=iso8601',
]

const controller: Operator = {
  namespace,
  name,
  image: onlyReference(component.images['external-secrets']),
  user: 1000,
  args,
  pod: component.pods[name],
  ports,
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
