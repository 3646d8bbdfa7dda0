import type { Chart } from 'cdk8s'
import { draw } from '../../lib/kube/draw.ts'
import { wave } from '../../lib/kube/guard.ts'
import type { ResolvedCluster } from '../../lib/resolve/types.ts'

/** Namespace of Argo CD in every cluster. */
export const argocd = 'argocd'
/** The cluster in which Argo CD runs: each has its own. */
export const here = 'https://kubernetes.default.svc'

/**
 * What Argo CD writes into an Application that is reported a push or begins to sync, and takes out again: its parent
 * would be out of sync meanwhile, and walk through all its waves once more.
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
  /** Files of the folder that belong to it; all unless given. */
  readonly include?: string
  readonly exclude?: string
  /** Deleting the Application deletes what it made; left out where a person must decide. */
  readonly cascade: boolean
  /** `ignored`: its parent is healthy without it. */
  readonly health: 'counts' | 'ignored'
  /** `last`: after everything is applied and healthy; `with-the-rest`: at once, so that nothing is waited for. */
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
        // Commits that do not touch the folder keep its rendered manifests.
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
          // Without it, .jsonnet files would be evaluated.
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
          // An unconfirmed prune must not hold back what is applied.
          ...(app.prune === 'last' ? ['PruneLast=true'] : []),
          'RespectIgnoreDifferences=true',
          'ServerSideApply=true',
        ],
      },
    },
  })
}
