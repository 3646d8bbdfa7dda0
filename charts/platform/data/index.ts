import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { draw } from '../../../lib/kube/draw.ts'
import { guarded } from '../../../lib/kube/guard.ts'
import { scriptData } from '../../../lib/kube/script.ts'
import { cacheOffPassword } from '../../../lib/resolve/names.ts'
import type { Region } from '../../../lib/resolve/pod-types.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { dataScripts } from '../../kit/database/scripts.ts'
import { drawNamespace } from '../../kit/namespace.ts'
import { passwordsReader } from '../../kit/secret-readers.ts'
import { cellChart } from './cell.ts'
import { component } from './component.ts'
import { connectionsChart } from './connections.ts'
import { localServerCharts } from './local-servers.ts'
import { heartbeatChart, sessionsChart } from './minutely.ts'
import { dataNetworkChart } from './network.ts'
import { allScripts } from './scripts.ts'

const namespace = component.namespace.name

/**
 * The namespace in which tenants' databases and caches are prepared. Only this namespace holds the administrators'
 * credentials. On a laptop the servers run here too.
 */
export function charts(scope: Construct, cluster: ResolvedCluster): Chart[] {
  return [
    namespaceChart(scope, cluster),
    dataNetworkChart(scope, cluster),
    scriptsChart(scope, cluster),
    ...(cluster.region === undefined
      ? localServerCharts(scope, cluster)
      : awsCharts(scope, cluster, cluster.region)),
  ]
}

function awsCharts(scope: Construct, cluster: ResolvedCluster, region: Region): Chart[] {
  return [
    secretsChart(scope, cluster),
    connectionsChart(scope, cluster),
    ...[...cluster.cells, ...cluster.replicatedCells].map((cell) => cellChart(scope, cluster, region, cell)),
    heartbeatChart(scope, cluster),
    sessionsChart(scope, cluster),
  ]
}

function namespaceChart(scope: Construct, cluster: ResolvedCluster): Chart {
  const chart = new Chart(scope, 'namespace', { labels: cluster.labels })
  drawNamespace(chart, cluster, component)
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

/** The service account that reads tenants' passwords, and the password that nobody uses. */
function secretsChart(scope: Construct, cluster: ResolvedCluster): Chart {
  const chart = new Chart(scope, 'secrets', { namespace, labels: cluster.labels })
  draw(chart, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: passwordsReader, namespace },
    automountServiceAccountToken: false,
  })
  drawOffPassword(chart)
  return chart
}

/**
 * Password of the users named `default` of every cache on AWS. These users are disabled and nobody signs in with the
 * password. Valkey's user groups accept no user without one.
 */
function drawOffPassword(chart: Chart): void {
  const { name, key } = cacheOffPassword
  draw(chart, {
    apiVersion: 'generators.external-secrets.io/v1alpha1',
    kind: 'Password',
    metadata: { name, namespace },
    spec: { allowRepeat: true, digits: 8, length: 64, noUpper: false, secretKeys: [key], symbols: 0 },
  })
  draw(chart, {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name, namespace, annotations: guarded },
    spec: {
      dataFrom: [
        {
          sourceRef: {
            generatorRef: { apiVersion: 'generators.external-secrets.io/v1alpha1', kind: 'Password', name },
          },
        },
      ],
      // The value is generated once.
      refreshInterval: '0s',
      target: { creationPolicy: 'Owner', deletionPolicy: 'Retain', name },
    },
  })
}
