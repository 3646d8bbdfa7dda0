import { App, type Chart } from 'cdk8s'
import { drawArgocd } from '../../charts/argocd/index.ts'
import { ownApplicationChart } from '../../charts/argocd/own.ts'
import { tenantApplicationChart } from '../../charts/argocd/tenant.ts'
import { units } from '../../charts/platform/index.ts'
import { drawTenant } from '../../charts/tenant/index.ts'
import { chartObjects } from '../kube/draw.ts'
import type { Manifest } from '../kube/object.ts'
import type { DrawnOwnChart } from '../kube/own-chart.ts'
import type { ResolvedCluster, ResolvedTenant } from '../resolve/types.ts'

/**
 * Manifests that a cluster has for any tenants: Argo CD's side and the platform's components. Each unit is an App of
 * its own, dropped afterwards: one App for all is quadratic.
 */
export function clusterManifests(cluster: ResolvedCluster): Manifest[] {
  return [
    ...units(cluster).flatMap((unit) =>
      manifests(`${cluster.name}/platform/${unit.name}`, [...unit.draw(new App(), cluster)]),
    ),
    ...manifests(`${cluster.name}/argocd`, drawArgocd(new App(), cluster)),
  ]
}

/** Manifests of an own chart in one of its clusters. */
export function ownManifests(own: DrawnOwnChart, cluster: ResolvedCluster): Manifest[] {
  const folder = `${cluster.name}/own/${own.name}`
  return [
    ...own.files
      .filter(({ objects }) => objects.length > 0)
      .map(({ name, objects }) => ({ path: `${folder}/${name}.yaml`, objects })),
    ...manifests(`${cluster.name}/argocd`, [ownApplicationChart(new App(), own, cluster)]),
  ]
}

/** Manifests of one tenant; they depend on the tenant and its cluster and on nothing else. */
export function tenantManifests(tenant: ResolvedTenant, cluster: ResolvedCluster): Manifest[] {
  return [
    ...manifests(`${cluster.name}/tenants/${tenant.id}`, drawTenant(new App(), tenant)),
    ...(tenant.gitOps === 'synced'
      ? manifests(`${cluster.name}/argocd`, [tenantApplicationChart(new App(), tenant, cluster)])
      : []),
  ]
}

function manifests(folder: string, charts: readonly Chart[]): Manifest[] {
  return charts.map((chart) => ({ path: `${folder}/${chart.node.id}.yaml`, objects: chartObjects(chart) }))
}
