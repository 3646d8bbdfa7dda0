import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { draw } from '../../lib/kube/draw.ts'
import { type DrawnOwnChart, ownLabel, ownNamespace } from '../../lib/kube/own-chart.ts'
import { clusterWideKinds, everydayKinds, groupOf, guardedKinds, hasKind } from '../../lib/kube/own-kinds.ts'
import type { ResolvedCluster } from '../../lib/resolve/types.ts'
import { argocd, drawApplication, here } from './application.ts'

/** Folder of an own chart below the root of the repository. */
export function ownPath(cluster: string, name: string): string {
  return `dist/${cluster}/own/${name}`
}

/**
 * Argo CD's objects for an own chart: a project that permits its namespace and the kinds that it has, and its
 * Application. The deletion of the namespace waits for a person, and meanwhile nothing else does.
 */
export function ownApplicationChart(scope: Construct, own: DrawnOwnChart, cluster: ResolvedCluster): Chart {
  const { name } = own
  const namespace = ownNamespace(name)
  const labels = { ...cluster.labels, [ownLabel]: name }
  const chart = new Chart(scope, namespace, { namespace: argocd, labels })
  const objects = own.files.flatMap((file) => file.objects)
  draw(chart, {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: {
      name: namespace,
      namespace: argocd,
      // An Application without its project can delete nothing.
      finalizers: ['resources-finalizer.argocd.argoproj.io'],
    },
    spec: {
      description: `${own.summary} (${own.file}, ${own.owner})`,
      clusterResourceWhitelist: [
        { group: '', kind: 'Namespace', name: namespace },
        ...objects
          .filter((object) => hasKind(clusterWideKinds, object))
          .map(({ apiVersion, kind, metadata }) => ({
            group: groupOf(apiVersion),
            kind,
            name: metadata.name,
          })),
      ],
      destinations: [{ namespace, server: here }],
      namespaceResourceWhitelist: [
        ...everydayKinds,
        ...guardedKinds.filter((one) => objects.some((object) => hasKind([one], object))),
      ],
      sourceRepos: [cluster.gitOps.repository],
    },
  })
  drawApplication(chart, cluster, {
    name: namespace,
    project: namespace,
    path: ownPath(cluster.name, name),
    namespace,
    // The parent of tenants has one wave, so it waits for nothing.
    wave: 0,
    cascade: true,
    health: 'ignored',
    prune: 'last',
  })
  return chart
}
