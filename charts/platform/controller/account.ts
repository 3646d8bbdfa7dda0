import type { Chart } from 'cdk8s'
import { draw } from '../../../lib/kube/draw.ts'
import type { PolicyRule } from '../../../lib/kube/types/kubernetes.ts'

/** What an operator may do: in all of the cluster, and in single namespaces. */
export interface OperatorRights {
  readonly cluster: readonly PolicyRule[]
  /** Rules by namespace. */
  readonly namespaces: Readonly<Record<string, readonly PolicyRule[]>>
  /** Why the rules of the cluster go further than the platform's own rules allow. */
  readonly reason?: string
}

/** Draws the account of an operator with its rights. Its token is mounted where a pod asks for it, and only there. */
export function drawOperatorAccount(
  chart: Chart,
  { name, namespace }: { readonly name: string; readonly namespace: string },
  { cluster, namespaces, reason }: OperatorRights,
): void {
  draw(chart, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace },
    automountServiceAccountToken: false,
  })
  const subjects = [{ kind: 'ServiceAccount', name, namespace }]
  if (cluster.length > 0) {
    draw(chart, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name, ...(reason ? { annotations: { 'paddock.dev/reason': reason } } : {}) },
      rules: [...cluster],
    })
    draw(chart, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
      subjects,
    })
  }
  for (const [place, rules] of Object.entries(namespaces)) {
    draw(chart, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name, namespace: place },
      rules: [...rules],
    })
    draw(chart, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name, namespace: place },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects,
    })
  }
}

/** Rights by which replicas elect one of them: a lease of a name in their own namespace. */
export function electionRights(lease: string): PolicyRule[] {
  return [
    // Kubernetes cannot limit `create` by name.
    { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['create'] },
    {
      apiGroups: ['coordination.k8s.io'],
      resourceNames: [lease],
      resources: ['leases'],
      verbs: ['get', 'patch', 'update'],
    },
    { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
  ]
}
