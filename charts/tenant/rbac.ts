import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { tenantRoles } from '../../lib/kube/allow/roles.ts'
import { draw } from '../../lib/kube/draw.ts'
import type { ResolvedTenant } from '../../lib/resolve/types.ts'
import { drawSecretRbac } from '../kit/database/secrets-job.ts'
import { secretsMaker } from './database.ts'

/** Roles of the namespace, bound to their groups. */
export function rbacChart(scope: Construct, tenant: ResolvedTenant): Chart {
  const { namespace, rbac, secrets } = tenant
  const chart = new Chart(scope, 'rbac', { namespace, labels: tenant.labels })
  const roles = [
    { name: 'tenant-admin', rules: tenantRoles['tenant-admin'], groups: rbac.adminGroups },
    { name: 'tenant-auditor', rules: tenantRoles['tenant-auditor'], groups: rbac.auditorGroups },
    { name: 'platform-operator', rules: tenantRoles['platform-operator'], groups: rbac.operatorGroups },
  ]
  for (const { name, rules } of roles) {
    draw(chart, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name, namespace },
      rules: [...rules],
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
