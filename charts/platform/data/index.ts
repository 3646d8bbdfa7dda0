import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { draw } from '../../../lib/kube/draw.ts'
import { guarded } from '../../../lib/kube/guard.ts'
import { restrictedNamespace } from '../../../lib/kube/pod-security.ts'
import { scriptData } from '../../../lib/kube/script.ts'
import { cellAdmin } from '../../../lib/resolve/database.ts'
import { platform } from '../../../lib/resolve/names.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { secretNameAnnotation } from '../../tenant/secrets.ts'
import { localServerCharts } from './local-servers.ts'
import { dataNetworkChart } from './network.ts'
import { allScripts, dataScripts } from './scripts.ts'
import { platformStore } from './store.ts'

const namespace = platform.data

/**
 * The namespace in which tenants' databases and caches are prepared. The administrators' credentials stand here and
 * nowhere else; on a laptop the servers run here too.
 */
export function dataCharts(scope: Construct, cluster: ResolvedCluster): Chart[] {
  return [
    namespaceChart(scope, cluster),
    dataNetworkChart(scope, cluster),
    scriptsChart(scope, cluster),
    ...(cluster.kind === 'local' ? localServerCharts(scope, cluster) : [secretsChart(scope, cluster)]),
  ]
}

function namespaceChart(scope: Construct, cluster: ResolvedCluster): Chart {
  const chart = new Chart(scope, 'namespace', { labels: cluster.labels })
  draw(chart, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: namespace,
      labels: { ...cluster.labels, ...restrictedNamespace },
      annotations: guarded,
    },
  })
  return chart
}

function scriptsChart(scope: Construct, cluster: ResolvedCluster): Chart {
  const chart = new Chart(scope, 'scripts', { namespace, labels: cluster.labels })
  draw(chart, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: dataScripts, namespace },
    data: scriptData(allScripts),
  })
  return chart
}

/** The administrators' credentials of the cells, which their claims put into Secrets Manager. */
function secretsChart(scope: Construct, cluster: ResolvedCluster): Chart {
  const chart = new Chart(scope, 'secrets', { namespace, labels: cluster.labels })
  draw(chart, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'secrets-reader', namespace },
    automountServiceAccountToken: false,
  })
  draw(chart, {
    apiVersion: 'external-secrets.io/v1',
    kind: 'SecretStore',
    metadata: { name: platformStore, namespace },
    spec: {
      provider: {
        aws: {
          service: 'SecretsManager',
          region: cluster.region ?? '',
          auth: { jwt: { serviceAccountRef: { name: 'secrets-reader' } } },
        },
      },
    },
  })
  for (const { id } of cluster.cells) {
    const name = cellAdmin(id)
    draw(chart, {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name, namespace },
      spec: {
        data: ['ca', 'host', 'password', 'username'].map((key) => ({
          remoteRef: { key: name, property: key },
          secretKey: key,
        })),
        refreshInterval: '1h0m0s',
        secretStoreRef: { kind: 'SecretStore', name: platformStore },
        target: {
          creationPolicy: 'Owner',
          deletionPolicy: 'Retain',
          name,
          template: { metadata: { annotations: { [secretNameAnnotation]: name } } },
        },
      },
    })
  }
  return chart
}
