import type { Chart } from 'cdk8s'
import { draw } from '../../../lib/kube/draw.ts'
import { registry } from '../registry.ts'
import { names, namespace, secrets } from './names.ts'

const name = names.server

/** Groups whose objects the server shows. None of them contains a secret value. */
const shownOfKubernetes = [
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'apps',
  'autoscaling',
  'batch',
  'networking.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
]

const shownGroups = [...shownOfKubernetes, ...registry.flatMap(({ argocd }) => argocd?.groups ?? [])].sort()

/** Kinds of the core group that it shows; Secrets are not among them. */
const shownKinds = [
  'configmaps',
  'events',
  'limitranges',
  'namespaces',
  'persistentvolumeclaims',
  'persistentvolumes',
  'pods',
  'pods/log',
  'resourcequotas',
  'serviceaccounts',
  'services',
]

/**
 * Permissions of the server's own account. It reads the objects that it shows, writes Applications to start syncs, and
 * stores its signing key and certificate in one Secret. It changes nothing else in the cluster: no actions, no
 * deletions, no terminal. Git and the controller do that.
 */
export function drawServerRbac(chart: Chart): void {
  draw(chart, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: {
      name,
      annotations: {
        'paddock.dev/reason': 'Reads the objects that it shows, of named groups; in the core group no Secret',
      },
    },
    rules: [
      { apiGroups: shownGroups, resources: ['*'], verbs: ['get'] },
      { apiGroups: [''], resources: shownKinds, verbs: ['get'] },
      { apiGroups: [''], resources: ['events'], verbs: ['list'] },
    ],
  })
  draw(chart, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  })
  draw(chart, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: {
      name,
      namespace,
      annotations: {
        'paddock.dev/reason':
          'Its settings, the client secret and the repository’s credentials are Secrets here',
      },
    },
    rules: [
      { apiGroups: [''], resources: ['configmaps', 'secrets'], verbs: ['get', 'list', 'watch'] },
      {
        apiGroups: [''],
        resourceNames: [secrets.server],
        resources: ['secrets'],
        verbs: ['update', 'patch'],
      },
      { apiGroups: ['argoproj.io'], resources: ['appprojects'], verbs: ['get', 'list', 'watch'] },
      {
        apiGroups: ['argoproj.io'],
        resources: ['applications'],
        verbs: ['get', 'list', 'watch', 'update', 'patch'],
      },
      // The server watches this kind, although no object of it exists.
      { apiGroups: ['argoproj.io'], resources: ['applicationsets'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: [''], resources: ['events'], verbs: ['create', 'list'] },
    ],
  })
  draw(chart, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name, namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  })
}
