import { platform } from '../../../lib/resolve/names.ts'
import { electionRights, type OperatorRights } from '../controller/account.ts'

const look = ['get', 'list', 'watch']

/**
 * What the controller does with target groups, and only in the ingress controller's namespace. Of the rest it looks
 * at the kinds that it asks for at its start, with nothing that it could do to them.
 *
 * @see https://github.com/kubernetes-sigs/aws-load-balancer-controller config/rbac/role.yaml
 */
export function balancerControllerRights(namespace: string): OperatorRights {
  return {
    cluster: [
      { apiGroups: [''], resources: ['namespaces', 'nodes'], verbs: look },
      { apiGroups: ['elbv2.k8s.aws'], resources: ['ingressclassparams'], verbs: look },
      { apiGroups: ['networking.k8s.io'], resources: ['ingressclasses'], verbs: look },
    ],
    namespaces: {
      [namespace]: electionRights('aws-load-balancer-controller-leader'),
      [platform.ingress]: [
        { apiGroups: [''], resources: ['pods', 'services'], verbs: look },
        // A pod is ready when its readiness gates say so.
        { apiGroups: [''], resources: ['pods/status'], verbs: ['patch', 'update'] },
        { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
        { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: look },
        {
          apiGroups: ['elbv2.k8s.aws'],
          resources: ['targetgroupbindings'],
          verbs: [...look, 'patch', 'update'],
        },
        {
          apiGroups: ['elbv2.k8s.aws'],
          resources: ['targetgroupbindings/status'],
          verbs: ['patch', 'update'],
        },
        { apiGroups: ['networking.k8s.io'], resources: ['ingresses'], verbs: look },
      ],
    },
  }
}
