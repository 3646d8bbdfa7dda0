import { argocdCaches, type ResolvedArgocd } from '../../../lib/resolve/argocd.ts'
import type { Labels } from '../../../lib/resolve/pod-types.ts'
import { names, namespace, ports } from './names.ts'

/** Values of `argocd-cmd-params-cm`. Processes read them when they start. */
export type Parameters = Labels

/** Name of the primary, which sentinels and clients use. */
export const primary = 'argocd'
/** Pods of the cache: the StatefulSet's ordinals. */
export const cachePods = argocdCaches

/** Flags that make clients ask the sentinels for the primary. There is no proxy. */
export const sentinelFlags: readonly string[] = [
  ...Array.from({ length: cachePods }, (_, index) => [
    '--sentinel',
    `${names.cache}-${index}.${names.cache}.${namespace}.svc:${ports.sentinel}`,
  ]).flat(),
  '--sentinelmaster',
  primary,
]

/**
 * All settings that differ from Argo CD's defaults, and those that a reader should see.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/argocd-cmd-params-cm-yaml/
 */
export function parametersOf(argocd: ResolvedArgocd): Parameters {
  return {
    // Server-side diff: defaults of CRDs and fields set by admission are not drift.
    'controller.diff.server.side': 'true',
    'controller.k8s.client.burst': String(argocd.clientBurst),
    'controller.k8s.client.qps': String(argocd.clientQps),
    'controller.kubectl.parallelism.limit': String(argocd.kubectlParallelism),
    'controller.operation.processors': String(argocd.operationProcessors),
    'controller.status.processors': String(argocd.statusProcessors),
    // An operation that waits for a person must not end by itself. Argo CD would not retry it.
    'controller.sync.timeout.seconds': '0',
    'reposerver.enable.git.submodule': 'false',
    'reposerver.grpc.max.size': String(argocd.grpcMiB),
    'reposerver.max.combined.directory.manifests.size': '10M',
    'reposerver.parallelism.limit': String(argocd.repoServer.generationsAtOnce),
    'server.enable.gzip': 'true',
    'server.insecure': 'false',
    // Replacing recreates objects. The permission to sync must not be a permission to delete.
    'server.sync.replace.allowed': 'false',
    'server.tls.minversion': '1.2',
  }
}
