import { electionRights, type OperatorRights } from '../controller/account.ts'

const look = ['get', 'list', 'watch']
/** Name of the lease that the controller takes unless told otherwise. */
const lease = 'nginx-ingress-leader-election'

/**
 * What the ingress controller reads to know its routes, and where it tells how they are. It changes no object but
 * their status, and makes none. The right to label its own pods with its version is left out: it does without.
 *
 * @see https://github.com/nginx/kubernetes-ingress deployments/rbac/rbac.yaml
 */
export function ingressRights(namespace: string): OperatorRights {
  return {
    reason:
      'Certificates stand in tenants’ namespaces, and the controller reads Secrets of all namespaces or lists each namespace by itself, five requests a second: with a thousand tenants its start would take half an hour. Its network reaches no database and no cache, by NetworkPolicy and by security group',
    cluster: [
      { apiGroups: [''], resources: ['namespaces', 'pods', 'secrets', 'services'], verbs: look },
      { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
      { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: look },
      { apiGroups: ['networking.k8s.io'], resources: ['ingressclasses', 'ingresses'], verbs: look },
      {
        apiGroups: ['k8s.nginx.org'],
        resources: ['policies', 'transportservers', 'virtualserverroutes', 'virtualservers'],
        verbs: look,
      },
      {
        apiGroups: ['k8s.nginx.org'],
        resources: ['policies/status', 'virtualserverroutes/status', 'virtualservers/status'],
        verbs: ['update'],
      },
      // It watches the Certificates that it could make itself, and makes none.
      { apiGroups: ['cert-manager.io'], resources: ['certificates'], verbs: look },
    ],
    namespaces: {
      [namespace]: [...electionRights(lease), { apiGroups: [''], resources: ['configmaps'], verbs: look }],
    },
  }
}
