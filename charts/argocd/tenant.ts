import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { tenantKinds } from '../../lib/kube/allow/tenant.ts'
import { draw } from '../../lib/kube/draw.ts'
import { platform } from '../../lib/resolve/names.ts'
import type { ResolvedCluster, ResolvedTenant } from '../../lib/resolve/types.ts'
import { argocd, drawApplication, here } from './application.ts'
import { databasesProject } from './index.ts'

/** The tenant's file whose objects are in the platform's namespace. */
export const databaseFile = 'database.yaml'

/**
 * The kinds that a tenant's project permits, in any state of the tenant. If a kind left the list together with its last
 * object, Argo CD could no longer prune that object.
 */
const permittedKinds = tenantKinds.map(({ group, kind }) => ({ group, kind }))

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
      namespaceResourceWhitelist: permittedKinds,
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
