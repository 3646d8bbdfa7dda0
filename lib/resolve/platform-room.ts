import { addonPods } from '../catalog/eks-addons.ts'
import { type InstanceType, type InstanceTypeName, instanceType } from '../catalog/instances.ts'
import type { CompleteClusterSpec, CompleteRegionalSpec } from '../spec/index.ts'
import { argocdCaches, type ResolvedArgocd, resolveArgocd } from './argocd.ts'
import { declaredTenants } from './placement.ts'

/** Millicores and bytes that pods ask for. */
export interface Requests {
  readonly cpuMillis: number
  readonly memoryBytes: number
}

/** Pods of one container of the platform, as its component declares them. */
export interface PlatformPods extends Requests {
  /** Pods in the cluster, or on each node where `nodes` is `each-node` or `each-gpu-node`. */
  readonly count: number
  readonly nodes?: 'any' | 'each-node' | 'each-gpu-node'
  /** Kinds of clusters that have them. */
  readonly clusters: readonly CompleteClusterSpec['kind'][]
  /** The one cluster that has them, for an own chart. Default: every cluster of the kinds. */
  readonly in?: string
}

/**
 * Requests of the platform's own pods on the CPU nodes of a region at rest: operators, Argo CD, and
 * EKS' add-ons but those on every node. Jobs come and go and are not counted.
 *
 * @param clusters all clusters: Argo CD grows with the tenants that are declared here, and elsewhere for here
 * @param pods those of components
 */
export function platformRequests(
  spec: CompleteRegionalSpec,
  clusters: readonly CompleteClusterSpec[],
  pods: readonly PlatformPods[],
): Requests {
  const addons = addonPods.filter(({ stands }) => stands === 'cluster')
  return sum([
    ...drawnPods(spec, clusters, pods).map(times),
    ...addons.map(({ count, cpuMillis, memoryBytes }) => times({ count, cpuMillis, memoryBytes })),
  ])
}

/** Those of the platform's pods that are in dist. */
export function drawnPods(
  spec: CompleteRegionalSpec,
  clusters: readonly CompleteClusterSpec[],
  pods: readonly PlatformPods[],
): readonly (Requests & { readonly count: number })[] {
  const argocd = resolveArgocd(spec, declaredTenants(spec, clusters))
  const here = pods.filter(
    ({ clusters, nodes = 'any', in: only = spec.name }) =>
      clusters.includes(spec.kind) && nodes === 'any' && only === spec.name,
  )
  return [...here, ...argocdPods(argocd)]
}

function argocdPods({ controller, repoServer, server, notifications, cache, sentinel }: ResolvedArgocd) {
  return [
    { ...controller, count: 1 },
    { ...repoServer, count: repoServer.replicas },
    { ...server, count: server.replicas },
    { ...notifications, count: 1 },
    { ...cache, count: argocdCaches },
    { ...sentinel, count: argocdCaches },
  ]
}

/** Requests of the pods on every node of a type: EKS' add-ons, the cache of models, and on GPU nodes the plugin that reports GPUs. */
export function nodeDaemons(type: InstanceTypeName, pods: readonly PlatformPods[]): Requests {
  const addons = addonPods.filter(({ stands }) => stands === 'every-node')
  const entry: InstanceType = instanceType(type)
  const here = pods.filter(({ nodes }) => nodes === 'each-node' || (nodes === 'each-gpu-node' && entry.gpu))
  return sum([...addons, ...here.map(times)])
}

/** Room on a node of a type after the pods that run on every node. */
export function nodeRoom(type: InstanceTypeName, pods: readonly PlatformPods[]): Requests {
  const { allocatable } = instanceType(type)
  const daemons = nodeDaemons(type, pods)
  return {
    cpuMillis: allocatable.cpuMillis - daemons.cpuMillis,
    memoryBytes: allocatable.memoryBytes - daemons.memoryBytes,
  }
}

function times({ count, cpuMillis, memoryBytes }: Requests & { readonly count: number }): Requests {
  return { cpuMillis: count * cpuMillis, memoryBytes: count * memoryBytes }
}

function sum(all: readonly Requests[]): Requests {
  return {
    cpuMillis: all.reduce((total, one) => total + one.cpuMillis, 0),
    memoryBytes: all.reduce((total, one) => total + one.memoryBytes, 0),
  }
}
