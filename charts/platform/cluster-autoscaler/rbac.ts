import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { type AccountRbac, drawClusterRole, drawRole, eventRule, leaseRules } from '../../kit/rbac.ts'

const look = ['get', 'list', 'watch']

/**
 * The autoscaler reads these kinds to decide whether a pod would fit, and changes nodes that it removes.
 *
 * @see https://github.com/kubernetes/autoscaler cluster-autoscaler/cloudprovider/aws/examples/cluster-autoscaler-autodiscover.yaml
 */
export function autoscalerRbacChart(
  scope: Construct,
  cluster: ResolvedCluster,
  account: AccountRbac['account'],
  priorities: string,
): Chart {
  const chart = new Chart(scope, 'rights', { labels: cluster.labels })
  const { name } = account
  drawClusterRole(chart, { name, account, rules: clusterRules })
  drawRole(chart, {
    name,
    account,
    rules: [
      ...leaseRules(name),
      eventRule,
      { apiGroups: [''], resources: ['configmaps'], verbs: ['create', 'list', 'watch'] },
      {
        apiGroups: [''],
        resourceNames: ['cluster-autoscaler-status', priorities],
        resources: ['configmaps'],
        verbs: ['delete', 'get', 'update'],
      },
    ],
  })
  return chart
}

const clusterRules: AccountRbac['rules'] = [
  {
    apiGroups: [''],
    resources: [
      'namespaces',
      'persistentvolumeclaims',
      'persistentvolumes',
      'pods',
      'replicationcontrollers',
      'services',
    ],
    verbs: look,
  },
  // It taints a node before it drains it.
  { apiGroups: [''], resources: ['nodes'], verbs: [...look, 'update'] },
  { apiGroups: [''], resources: ['pods/eviction'], verbs: ['create'] },
  eventRule,
  { apiGroups: ['apps'], resources: ['daemonsets', 'replicasets', 'statefulsets'], verbs: look },
  { apiGroups: ['batch'], resources: ['jobs'], verbs: look },
  { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: look },
  {
    apiGroups: ['resource.k8s.io'],
    resources: ['deviceclasses', 'resourceclaims', 'resourceslices'],
    verbs: look,
  },
  {
    apiGroups: ['storage.k8s.io'],
    resources: ['csidrivers', 'csinodes', 'csistoragecapacities', 'storageclasses', 'volumeattachments'],
    verbs: look,
  },
]
