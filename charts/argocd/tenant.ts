import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { draw } from '../../lib/kube/draw.ts'
import { platform } from '../../lib/resolve/names.ts'
import type { ResolvedCluster, ResolvedTenant } from '../../lib/resolve/types.ts'
import { argocd, drawApplication, here } from './application.ts'
import { databasesProject } from './index.ts'

/** The tenant's file whose objects are in the platform's namespace. */
export const databaseFile = 'database.yaml'

/**
 * Every kind that a tenant's namespace may contain in any state. If a kind left the list together with its last object,
 * Argo CD could no longer prune that object.
 */
export const tenantKinds = [
  { group: '', kind: 'ConfigMap' },
  { group: '', kind: 'LimitRange' },
  { group: '', kind: 'PersistentVolumeClaim' },
  { group: '', kind: 'ResourceQuota' },
  { group: '', kind: 'Service' },
  { group: '', kind: 'ServiceAccount' },
  { group: 'apps', kind: 'Deployment' },
  { group: 'autoscaling', kind: 'HorizontalPodAutoscaler' },
  { group: 'batch', kind: 'Job' },
  { group: 'cert-manager.io', kind: 'Certificate' },
  { group: 'external-secrets.io', kind: 'ExternalSecret' },
  { group: 'external-secrets.io', kind: 'PushSecret' },
  { group: 'external-secrets.io', kind: 'SecretStore' },
  { group: 'generators.external-secrets.io', kind: 'Password' },
  { group: 'http.keda.sh', kind: 'InterceptorRoute' },
  { group: 'k8s.nginx.org', kind: 'Policy' },
  { group: 'k8s.nginx.org', kind: 'VirtualServer' },
  { group: 'keda.sh', kind: 'ScaledObject' },
  { group: 'monitoring.coreos.com', kind: 'Probe' },
  { group: 'networking.k8s.io', kind: 'NetworkPolicy' },
  { group: 'paddock.dev', kind: 'RedisCache' },
  { group: 'paddock.dev', kind: 'TenantCacheUser' },
  { group: 'paddock.dev', kind: 'TenantDatabase' },
  { group: 'paddock.dev', kind: 'TenantSecrets' },
  { group: 'paddock.dev', kind: 'TenantStorage' },
  { group: 'policy', kind: 'PodDisruptionBudget' },
  { group: 'protection.crossplane.io', kind: 'Usage' },
  { group: 'rbac.authorization.k8s.io', kind: 'Role' },
  { group: 'rbac.authorization.k8s.io', kind: 'RoleBinding' },
] as const

/**
 * Argo CD's objects for a tenant: a project that limits the tenant to its namespace and to its own kinds, the tenant's
 * Application, and a second Application for the preparation of its database in the platform's namespace.
 */
export function tenantApplicationChart(
  scope: Construct,
  tenant: ResolvedTenant,
  cluster: Pick<ResolvedCluster, 'gitOps'>,
): Chart {
  const { id, namespace } = tenant
  const roles = projectRoles(tenant)
  const chart = new Chart(scope, `tenant-${id}`, { namespace: argocd, labels: tenant.labels })
  draw(chart, {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: {
      name: namespace,
      namespace: argocd,
      // An Application without its project can delete nothing. The project must therefore exist longer than the last
      // Application that names it.
      finalizers: ['resources-finalizer.argocd.argoproj.io'],
    },
    spec: {
      description: `Tenant ${id}: its namespace only`,
      clusterResourceWhitelist: [{ group: '', kind: 'Namespace', name: namespace }],
      destinations: [{ namespace, server: here }],
      namespaceResourceWhitelist: [...tenantKinds],
      orphanedResources: { warn: false },
      ...(roles.length > 0 ? { roles } : {}),
      sourceRepos: [cluster.gitOps.repository],
    },
  })
  const path = `dist/${tenant.cluster}/tenants/${id}`
  drawApplication(chart, cluster, {
    name: namespace,
    project: namespace,
    path,
    namespace,
    wave: 0,
    exclude: databaseFile,
    cascade: true,
    health: 'ignored',
    prune: 'last',
  })
  drawApplication(chart, cluster, {
    name: `database-${id}`,
    project: databasesProject,
    path,
    namespace: platform.data,
    wave: 0,
    include: databaseFile,
    cascade: true,
    health: 'ignored',
    prune: 'last',
  })
  return chart
}

/**
 * Permissions of a tenant's people in Argo CD. They may look at their own Application, and administrators may sync it.
 * They have no `update`, which confirms deletions, and no `delete`, `override`, `action` or `exec`.
 */
function projectRoles({ namespace, rbac }: ResolvedTenant) {
  const role = (
    name: string,
    description: string,
    groups: readonly string[],
    actions: readonly string[],
  ) => ({
    name,
    description,
    groups: [...groups],
    policies: actions.map(
      (action) => `p, proj:${namespace}:${name}, applications, ${action}, ${namespace}/${namespace}, allow`,
    ),
  })
  return [
    role('administrator', 'Looks at the tenant and syncs it', rbac.adminGroups, ['get', 'sync']),
    role('auditor', 'Looks at the tenant', rbac.auditorGroups, ['get']),
  ].filter(({ groups }) => groups.length > 0)
}
