import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { draw } from '../../lib/kube/draw.ts'
import type { ResolvedTenant } from '../../lib/resolve/types.ts'
import { drawSecretRbac } from '../kit/database/secrets-job.ts'
import { secretsMaker } from './database.ts'

const look = ['get', 'list', 'watch']

/** The permissions of a tenant's auditors: they read the configuration, no logs (they hold conversations), no secrets. */
const auditorRules = [
  {
    apiGroups: [''],
    resources: [
      'events',
      'limitranges',
      'persistentvolumeclaims',
      'pods',
      'resourcequotas',
      'serviceaccounts',
      'services',
    ],
    verbs: look,
  },
  { apiGroups: ['apps'], resources: ['deployments', 'replicasets'], verbs: look },
  { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: look },
  { apiGroups: ['batch'], resources: ['jobs'], verbs: look },
  { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: look },
  { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: look },
  { apiGroups: ['rbac.authorization.k8s.io'], resources: ['rolebindings', 'roles'], verbs: look },
]

/**
 * Administrators also read logs and restart by deleting a pod. They may not change a Deployment: a person
 * who may change a pod template can mount any Secret of the namespace into it.
 */
const adminRules = [
  ...auditorRules,
  { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] },
  { apiGroups: [''], resources: ['pods'], verbs: ['delete'] },
]

/** Operators of the platform also scale, and run a Job again by deleting it. */
const operatorRules = [
  ...adminRules,
  { apiGroups: ['apps'], resources: ['deployments/scale'], verbs: ['get', 'patch', 'update'] },
  { apiGroups: ['batch'], resources: ['jobs'], verbs: ['delete'] },
]

/** Roles of the namespace, bound to their groups. */
export function rbacChart(scope: Construct, tenant: ResolvedTenant): Chart {
  const { namespace, rbac, secrets } = tenant
  const chart = new Chart(scope, 'rbac', { namespace, labels: tenant.labels })
  const roles = [
    { name: 'tenant-admin', rules: adminRules, groups: rbac.adminGroups },
    { name: 'tenant-auditor', rules: auditorRules, groups: rbac.auditorGroups },
    { name: 'platform-operator', rules: operatorRules, groups: rbac.operatorGroups },
  ]
  for (const { name, rules } of roles) {
    draw(chart, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name, namespace },
      rules,
    })
  }
  for (const { name, groups } of roles) {
    if (groups.length === 0) continue
    draw(chart, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name, namespace },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: groups.map((group) => ({
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'Group',
        name: group,
      })),
    })
  }
  if (secrets.source === 'local') {
    drawSecretRbac(chart, secretsMaker(tenant.id), namespace, [secrets.name])
  }
  return chart
}
