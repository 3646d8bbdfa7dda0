import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { MiB } from '../../../lib/catalog/units.ts'
import { draw } from '../../../lib/kube/draw.ts'
import { wave } from '../../../lib/kube/guard.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { operatorLabels } from '../../kit/labels.ts'
import { namespaceChart } from '../../kit/namespace.ts'
import { networkChart } from '../../kit/network.ts'
import { drawOperator, type Operator, podField, probesOf } from '../../kit/workload.ts'
import { component } from './component.ts'
import { drawInit } from './init.ts'
import { coreName, image, ports, rbacManagerName, tlsSecrets, user, webhookService } from './names.ts'
import { coreRbacChart, rbacManagerRbacChart } from './rbac.ts'

const namespace = component.namespace.name

/**
 * Crossplane's own two programs: the core, and the RBAC manager, which grants packages their permissions. Both run
 * before any package. Providers and functions, which the core starts, run in the same namespace.
 */
export function charts(scope: Construct, cluster: ResolvedCluster): Chart[] {
  return [
    namespaceChart(scope, cluster, component),
    networkChart(scope, cluster, namespace, component.opens(cluster)),
    coreRbacChart(scope, cluster, { namespace, name: coreName }),
    rbacManagerRbacChart(scope, cluster, { namespace, name: rbacManagerName }),
    coreChart(scope, cluster),
    rbacManagerChart(scope, cluster),
  ]
}

const core: Operator = {
  namespace,
  name: coreName,
  image,
  user,
  // Features that upstream enables by default stay enabled. No alpha feature is enabled.
  args: ['core', 'start'],
  env: [
    podField('POD_NAMESPACE', 'metadata.namespace'),
    podField('POD_SERVICE_ACCOUNT', 'spec.serviceAccountName'),
    { name: 'LEADER_ELECTION', value: 'true' },
    { name: 'TLS_CLIENT_CERTS_DIR', value: '/tls/client' },
    { name: 'TLS_CLIENT_SECRET_NAME', value: tlsSecrets.client },
    { name: 'TLS_SERVER_CERTS_DIR', value: '/tls/server' },
    { name: 'TLS_SERVER_SECRET_NAME', value: tlsSecrets.server },
  ],
  pod: component.pods[coreName],
  ports: { webhooks: ports.webhooks, health: ports.health, metrics: ports.metrics },
  probes: probesOf(
    { httpGet: { path: '/healthz', port: 'health' } },
    { httpGet: { path: '/readyz', port: 'health' } },
  ),
  writable: {
    '/cache/xfn': { name: 'function-cache', bytes: 64 * MiB },
    // Unpacked packages. The package of each AWS service contains all kinds of that service.
    '/cache/xpkg': { name: 'package-cache', bytes: 512 * MiB },
  },
  volumes: [
    { name: 'tls-client', secret: { secretName: tlsSecrets.client } },
    { name: 'tls-server', secret: { secretName: tlsSecrets.server } },
  ],
  mounts: [
    { mountPath: '/tls/client', name: 'tls-client', readOnly: true },
    { mountPath: '/tls/server', name: 'tls-server', readOnly: true },
  ],
  // The pods come after the Job that creates their certificates. A pod does not start while a Secret that it mounts is
  // missing.
  annotations: wave(1),
}

function coreChart(scope: Construct, cluster: ResolvedCluster): Chart {
  const chart = new Chart(scope, 'core', { namespace, labels: cluster.labels })
  drawOperator(chart, cluster, core)
  // The Job is below its service account in the file. Its wave is the earlier one.
  drawInit(chart, cluster)
  draw(chart, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: webhookService, namespace, labels: operatorLabels(coreName) },
    spec: {
      ports: [{ name: 'webhooks', port: ports.webhooks, protocol: 'TCP', targetPort: 'webhooks' }],
      selector: operatorLabels(coreName),
    },
  })
  return chart
}

function rbacManagerChart(scope: Construct, cluster: ResolvedCluster): Chart {
  const chart = new Chart(scope, 'rbac-manager', { namespace, labels: cluster.labels })
  drawOperator(chart, cluster, {
    namespace,
    name: rbacManagerName,
    image,
    user,
    args: ['rbac', 'start', '--provider-clusterrole=crossplane:allowed-provider-permissions'],
    env: [{ name: 'LEADER_ELECTION', value: 'true' }],
    pod: component.pods[rbacManagerName],
    ports: { metrics: ports.metrics },
    // It has no health address.
    probes: probesOf({ tcpSocket: { port: 'metrics' } }),
  })
  return chart
}
