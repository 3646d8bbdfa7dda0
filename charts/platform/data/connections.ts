import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { draw, drawKind } from '../../../lib/kube/draw.ts'
import { cellNames, platform } from '../../../lib/resolve/names.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { cellReader } from '../../kit/secret-readers.ts'
import type { ClusterSecretStore } from '../external-secrets/kinds/external-secrets.io/ClusterSecretStore-v1.ts'

const namespace = platform.data

/**
 * Gives tenants the addresses of their cell. Each cell has a store that reads the Secrets written by the cell's claims,
 * and that is open to the namespaces of this cell's tenants. The Secrets hold addresses and a public CA, but no
 * password. The store's service account may read nothing else.
 */
export function connectionsChart(scope: Construct, cluster: ResolvedCluster): Chart {
  const chart = new Chart(scope, 'connections', { labels: cluster.labels })
  for (const { id } of [...cluster.cells, ...cluster.replicatedCells]) drawStore(chart, id)
  return chart
}

function drawStore(chart: Chart, id: string): void {
  const { cell, ...secrets } = cellNames(id)
  const name = cellReader(cell)
  draw(chart, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace },
    automountServiceAccountToken: false,
  })
  draw(chart, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: {
      name,
      namespace,
      annotations: {
        'paddock.dev/reason': 'Reads the addresses of one cell, which Crossplane can only write as Secrets',
      },
    },
    rules: [
      {
        apiGroups: [''],
        resourceNames: Object.values(secrets).sort(),
        resources: ['secrets'],
        verbs: ['get'],
      },
    ],
  })
  draw(chart, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name, namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  })
  drawKind<ClusterSecretStore>(chart, {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ClusterSecretStore',
    metadata: { name: cell },
    spec: {
      conditions: [{ namespaceSelector: { matchLabels: { 'paddock.dev/cell': id } } }],
      provider: {
        kubernetes: {
          auth: { serviceAccount: { name, namespace } },
          remoteNamespace: namespace,
          server: {
            caProvider: { key: 'ca.crt', name: 'kube-root-ca.crt', namespace, type: 'ConfigMap' },
            url: 'https://kubernetes.default.svc',
          },
        },
      },
    },
  })
}
