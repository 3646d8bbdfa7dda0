import { electionRights, type OperatorRights } from '../controller/account.ts'

const look = ['get', 'list', 'watch']

/**
 * What the autoscaler looks at to see whether a pod would fit, and what it does to a node that goes.
 *
 * @see https://github.com/kubernetes/autoscaler cluster-autoscaler/cloudprovider/aws/examples/cluster-autoscaler-autodiscover.yaml
 */
export function autoscalerRights(namespace: string, lease: string, priorities: string): OperatorRights {
  return {
    cluster: [
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
      // It taints a node before it empties it.
      { apiGroups: [''], resources: ['nodes'], verbs: [...look, 'update'] },
      { apiGroups: [''], resources: ['pods/eviction'], verbs: ['create'] },
      { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
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
    ],
    namespaces: {
      [namespace]: [
        ...electionRights(lease),
        { apiGroups: [''], resources: ['configmaps'], verbs: ['create', 'list', 'watch'] },
        {
          apiGroups: [''],
          resourceNames: ['cluster-autoscaler-status', priorities],
          resources: ['configmaps'],
          verbs: ['delete', 'get', 'update'],
        },
      ],
    },
  }
}
