import type { Chart } from 'cdk8s'
import { draw } from '../../lib/kube/draw.ts'
import { wave } from '../../lib/kube/guard.ts'
import type { ResolvedCluster } from '../../lib/resolve/types.ts'

/** Namespace of Argo CD in every cluster. */
export const argocd = 'argocd'
/** The cluster in which Argo CD runs: each has its own. */
export const here = 'https://kubernetes.default.svc'

/**
 * Annotations that Argo CD adds to an Application when Git reports a push or a sync begins, and removes again. Without
 * this list its parent would be out of sync meanwhile, and would run through all its waves again.
 */
const passing = [
  {
    group: 'argoproj.io',
    kind: 'Application',
    jsonPointers: ['/metadata/annotations/argocd.argoproj.io~1refresh', '/operation'],
  },
]

/** One Application: a folder of dist, synced into this cluster. */
export interface Application {
  readonly name: string
  readonly project: string
  /** Below the root of the repository. */
  readonly path: string
  readonly namespace: string
  readonly wave: number
  /** Files of the folder that belong to the Application; all files unless given. */
  readonly include?: string
  readonly exclude?: string
  /** If set, the deletion of the Application deletes its objects. Absent where a person must decide. */
  readonly cascade: boolean
  /** `ignored`: the parent is healthy even if this Application is not. */
  readonly health: 'counts' | 'ignored'
  /** `last`: prune after everything is applied and healthy. `with-the-rest`: prune at once and wait for nothing. */
  readonly prune: 'last' | 'with-the-rest'
}

/** Draws an Application that syncs by itself, heals drift and retries until it succeeds. */
export function drawApplication(
  chart: Chart,
  cluster: Pick<ResolvedCluster, 'gitOps'>,
  app: Application,
): void {
  draw(chart, {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name: app.name,
      namespace: argocd,
      annotations: {
        ...wave(app.wave),
        // Commits that do not touch the folder reuse its rendered manifests.
        'argocd.argoproj.io/manifest-generate-paths': '.',
        ...(app.health === 'ignored' ? { 'argocd.argoproj.io/ignore-healthcheck': 'true' } : {}),
      },
      ...(app.cascade ? { finalizers: ['resources-finalizer.argocd.argoproj.io'] } : {}),
    },
    spec: {
      destination: { namespace: app.namespace, server: here },
      ...(app.namespace === argocd ? { ignoreDifferences: passing } : {}),
      project: app.project,
      source: {
        directory: {
          // Without this, Argo CD would evaluate .jsonnet files.
          include: app.include ?? '*.yaml',
          ...(app.exclude ? { exclude: app.exclude } : {}),
        },
        path: app.path,
        repoURL: cluster.gitOps.repository,
        targetRevision: cluster.gitOps.revision,
      },
      syncPolicy: {
        automated: { allowEmpty: false, prune: true, selfHeal: true },
        retry: { backoff: { duration: '10s', factor: 2, maxDuration: '3m' }, limit: -1, refresh: true },
        syncOptions: [
          'CreateNamespace=false',
          'FailOnSharedResource=true',
          // A prune that waits for confirmation must not block the apply.
          ...(app.prune === 'last' ? ['PruneLast=true'] : []),
          'RespectIgnoreDifferences=true',
          'ServerSideApply=true',
        ],
      },
    },
  })
}
