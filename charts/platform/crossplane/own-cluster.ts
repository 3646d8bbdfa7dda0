import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { crossplaneNamespace, kubernetesProvider } from '../../../crossplane/compose/providers.ts'
import { ownClusterConfig } from '../../../crossplane/own-cluster.ts'
import { draw } from '../../../lib/kube/draw.ts'
import { kindComesLater, wave } from '../../../lib/kube/guard.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'

/**
 * Permissions for the objects that tenants' compositions use in the cluster itself: volumes on EFS, the role's ARN on
 * the service accounts `secrets-reader`, and the PushSecrets `generated`, which they only read. The provider makes a
 * dry run at the API server before it compares an object, even one that it only reads. It therefore needs `patch` on
 * each.
 */
export function ownClusterChart(scope: Construct, cluster: ResolvedCluster): Chart {
  const chart = new Chart(scope, 'own-cluster', { labels: cluster.labels })
  const name = 'paddock-own-cluster'
  draw(chart, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name, annotations: wave(-3) },
    rules: [
      { apiGroups: [''], resources: ['persistentvolumes'], verbs: ['create', 'get', 'patch'] },
      {
        apiGroups: [''],
        resources: ['serviceaccounts'],
        resourceNames: ['secrets-reader'],
        verbs: ['get', 'patch'],
      },
      {
        apiGroups: ['external-secrets.io'],
        resources: ['pushsecrets'],
        resourceNames: ['generated'],
        verbs: ['get', 'patch'],
      },
    ],
  })
  draw(chart, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name, annotations: wave(-3) },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects: [{ kind: 'ServiceAccount', name: kubernetesProvider.name, namespace: crossplaneNamespace }],
  })
  draw(chart, {
    apiVersion: 'kubernetes.crossplane.io/v1alpha1',
    kind: 'ProviderConfig',
    metadata: { name: ownClusterConfig, annotations: { ...wave(-1), ...kindComesLater } },
    spec: { credentials: { source: 'InjectedIdentity' } },
  })
  return chart
}
