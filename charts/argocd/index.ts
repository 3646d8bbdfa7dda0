import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { parentKinds } from '../../lib/kube/allow/argocd.ts'
import { dataKinds } from '../../lib/kube/allow/data.ts'
import { draw } from '../../lib/kube/draw.ts'
import { wave } from '../../lib/kube/guard.ts'
import { platform } from '../../lib/resolve/names.ts'
import type { ResolvedCluster } from '../../lib/resolve/types.ts'
import { type Unit, units } from '../platform/index.ts'
import { argocd, drawApplication, here } from './application.ts'

/** Project of the root Application and of the platform's components. */
export const platformProject = 'platform'
/**
 * Project of the Applications that prepare tenants' databases in the platform's namespace. A tenant's own project is
 * called `tenant-<id>`, so no shared one may begin so.
 */
export const databasesProject = 'databases'

/** Project of the parent of tenants' Applications. */
export const parentProject = 'tenants'

/**
 * Files of the Applications of tenants and own charts. The root excludes them, because the parent of tenants applies them.
 */
const tenantFiles = '{own,tenant}-*.yaml'
/** Projects come before every Application that names one of them. */
const projectsWave = -100
/** The parent of tenants comes after every component. */
const tenantsWave = 0

/**
 * Draws the root Application, the platform's projects, an Application for each component, and the parent of tenants'
 * Applications. None of them names a tenant.
 */
export function drawArgocd(scope: Construct, cluster: ResolvedCluster): Chart[] {
  return [
    projectsChart(scope, cluster),
    rootChart(scope, cluster),
    ...(cluster.kind === 'hub' ? [] : [tenantsChart(scope, cluster)]),
    ...units(cluster).map((unit) => componentChart(scope, cluster, unit)),
  ]
}

function rootChart(scope: Construct, cluster: ResolvedCluster): Chart {
  const chart = new Chart(scope, 'root', { namespace: argocd, labels: cluster.labels })
  drawApplication(chart, cluster, {
    name: 'root',
    project: platformProject,
    path: `dist/${cluster.name}/argocd`,
    namespace: argocd,
    wave: tenantsWave,
    // The hub has no tenants and no parent of tenants, so the root applies its own charts.
    exclude: cluster.kind === 'hub' ? 'tenant-*.yaml' : tenantFiles,
    cascade: false,
    health: 'counts',
    prune: 'last',
  })
  return chart
}

/**
 * Parent of tenants' Applications. The root waits after each wave, and no tenant may block it. This parent has one wave
 * and prunes within it, so it waits for nothing. Own charts are below it for the same reason. A tenant that fails, or whose deletion waits for a person, does not
 * block the creation, change or removal of another tenant.
 */
function tenantsChart(scope: Construct, cluster: ResolvedCluster): Chart {
  const chart = new Chart(scope, 'tenants', { namespace: argocd, labels: cluster.labels })
  drawApplication(chart, cluster, {
    name: 'tenants',
    project: parentProject,
    path: `dist/${cluster.name}/argocd`,
    namespace: argocd,
    wave: tenantsWave,
    include: tenantFiles,
    cascade: false,
    health: 'counts',
    prune: 'with-the-rest',
  })
  return chart
}

function componentChart(scope: Construct, cluster: ResolvedCluster, { name, wave }: Unit): Chart {
  const chart = new Chart(scope, `component-${name}`, { namespace: argocd, labels: cluster.labels })
  drawApplication(chart, cluster, {
    name: `component-${name}`,
    project: platformProject,
    path: `dist/${cluster.name}/platform/${name}`,
    namespace: platform.data,
    wave,
    cascade: false,
    health: 'counts',
    prune: 'last',
  })
  return chart
}

function projectsChart(scope: Construct, cluster: ResolvedCluster): Chart {
  const chart = new Chart(scope, 'projects', { namespace: argocd, labels: cluster.labels })
  const sourceRepos = [cluster.gitOps.repository]
  draw(chart, {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name: platformProject, namespace: argocd, annotations: wave(projectsWave) },
    spec: {
      description: 'The platform itself: reviewed by its owners, so it may make any kind',
      clusterResourceWhitelist: [{ group: '*', kind: '*' }],
      destinations: [{ namespace: '*', server: here }],
      sourceRepos,
    },
  })
  if (cluster.kind === 'hub') return chart
  const local = cluster.kind === 'local'
  draw(chart, {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name: databasesProject, namespace: argocd, annotations: wave(projectsWave) },
    spec: {
      description: 'Jobs that prepare tenants’ databases, where the administrators’ credentials are',
      destinations: [{ namespace: platform.data, server: here }],
      // On a laptop Jobs also make the tenants' Secrets.
      namespaceResourceWhitelist: dataKinds
        .filter(({ kind }) => (local ? !inAws.has(kind) : !onLaptops.has(kind)))
        .map(({ group, kind }) => ({ group, kind })),
      sourceRepos,
    },
  })
  draw(chart, {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name: parentProject, namespace: argocd, annotations: wave(projectsWave) },
    spec: {
      description: 'Projects and Applications of tenants and own charts, and nothing else',
      destinations: [{ namespace: argocd, server: here }],
      namespaceResourceWhitelist: [...parentKinds],
      sourceRepos,
    },
  })
  return chart
}

/** Kinds of the data namespace that only one sort of cluster has. */
const inAws = new Set(['CronJob', 'ExternalSecret', 'SecretStore'])
const onLaptops = new Set(['Role', 'RoleBinding', 'ServiceAccount'])
