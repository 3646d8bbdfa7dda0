import { argocdCaches, type ResolvedArgocd } from '../../../lib/resolve/argocd.ts'
import type { Labels } from '../../../lib/resolve/pod-types.ts'
import { names, namespace, ports } from './names.ts'

/** Values of `argocd-cmd-params-cm`: what processes read when they start. */
export type Parameters = Labels

/** Name of the primary, by which sentinels and clients speak of it. */
export const primary = 'argocd'
/** Pods of the cache: the StatefulSet's ordinals. */
export const cachePods = argocdCaches

/** Flags by which clients ask the sentinels who is primary; no proxy stands between. */
export const sentinelFlags: readonly string[] = [
  ...Array.from({ length: cachePods }, (_, index) => [
    '--sentinel',
    `${names.cache}-${index}.${names.cache}.${namespace}.svc:${ports.sentinel}`,
  ]).flat(),
  '--sentinelmaster',
  primary,
]

/**
 * Everything that differs from Argo CD's defaults or is worth to be seen.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/argocd-cmd-params-cm-yaml/
 */
export function parametersOf(argocd: ResolvedArgocd): Parameters {
  return {
    // Server-side diff: defaults of CRDs and fields that admission sets are no drift.
    'controller.diff.server.side': 'true',
    'controller.k8s.client.burst': String(argocd.clientBurst),
    'controller.k8s.client.qps': String(argocd.clientQps),
    'controller.kubectl.parallelism.limit': String(argocd.kubectlParallelism),
    'controller.operation.processors': String(argocd.operationProcessors),
    'controller.status.processors': String(argocd.statusProcessors),
    // An operation that waits for a person must not end by itself: it would not be tried again.
    'controller.sync.timeout.seconds': '0',
    'reposerver.enable.git.submodule': 'false',
    'reposerver.grpc.max.size': String(argocd.grpcMiB),
    'reposerver.max.combined.directory.manifests.size': '10M',
    'reposerver.parallelism.limit': String(argocd.repoServer.generationsAtOnce),
    'server.enable.gzip': 'true',
    'server.insecure': 'false',
    // Replacing recreates objects: a right to sync must not be one to delete.
    'server.sync.replace.allowed': 'false',
    'server.tls.minversion': '1.2',
  }
}
