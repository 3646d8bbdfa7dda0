import type { Chart } from 'cdk8s'
import { draw } from '../../lib/kube/draw.ts'
import type { PolicyRule } from '../../lib/kube/types/kubernetes.ts'
import type { Labels } from '../../lib/resolve/pod-types.ts'

/** Permissions of a service account, in the whole cluster or in a namespace. */
export interface AccountRbac {
  readonly name: string
  readonly account: { readonly namespace: string; readonly name: string }
  readonly rules: readonly PolicyRule[]
  /** Reason why the rules cover secrets or are broad. A reviewer reads it. */
  readonly reason?: string
  readonly annotations?: Labels
}

/** Permissions in the whole cluster. */
export function drawClusterRole(chart: Chart, rights: AccountRbac): void {
  const { name, annotations } = rights
  draw(chart, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name, ...annotated(rights) },
    rules: [...rights.rules],
  })
  draw(chart, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name, ...(annotations ? { annotations } : {}) },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects: [{ kind: 'ServiceAccount', ...rights.account }],
  })
}

/** Permissions in one namespace: the account's own unless given. */
export function drawRole(chart: Chart, rights: AccountRbac, namespace = rights.account.namespace): void {
  const { name, annotations } = rights
  draw(chart, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name, namespace, ...annotated(rights) },
    rules: [...rights.rules],
  })
  draw(chart, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name, namespace, ...(annotations ? { annotations } : {}) },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [{ kind: 'ServiceAccount', ...rights.account }],
  })
}

function annotated({ annotations, reason }: AccountRbac) {
  const all = { ...annotations, ...(reason ? { 'paddock.dev/reason': reason } : {}) }
  return Object.keys(all).length > 0 ? { annotations: all } : {}
}

/** Permissions for a leader election. The creation of a Lease cannot be limited by name. */
export function leaseRules(...names: readonly string[]): PolicyRule[] {
  const lease = { apiGroups: ['coordination.k8s.io'], resources: ['leases'] }
  return [
    { ...lease, resourceNames: [...names], verbs: ['get', 'update', 'patch'] },
    { ...lease, verbs: ['create'] },
  ]
}

/** Operators report their actions as events. */
export const eventRule: PolicyRule = {
  apiGroups: [''],
  resources: ['events'],
  verbs: ['create', 'patch'],
}
