import type { Api, LiveObject } from './api.ts'
import { title } from './dist.ts'
import { livePods, type Pod, wantsGpu } from './fleet.ts'

/** Nodes of the pods of a cluster. */
export interface Placement {
  readonly pods: number
  readonly nodesUsed: number
  /** Pods that no node takes. */
  readonly pending: readonly string[]
  /** Pods on a node of the wrong kind. */
  readonly misplaced: readonly string[]
  /** Workloads with several pods, all in one zone of several. */
  readonly crowded: readonly string[]
}

/** Reads the node of each living pod. */
export async function placement(api: Api): Promise<Placement> {
  const pods = await livePods(api)
  const nodes = new Map((await api.list('/api/v1/nodes')).map((node) => [node.metadata.name, node]))
  const nodeOf = (pod: Pod) => nodes.get(pod.spec.nodeName ?? '')
  const placed = pods.filter((pod) => nodeOf(pod))
  return {
    pods: pods.length,
    nodesUsed: new Set(placed.map(({ spec }) => spec.nodeName)).size,
    pending: pods.filter((pod) => !nodeOf(pod)).map(describePending),
    misplaced: placed
      .filter(
        (pod) =>
          (nodeOf(pod)?.metadata.labels?.['accelerator'] !== undefined) !== wantsGpu(pod) && !isDaemon(pod),
      )
      .map((pod) => `${podTitle(pod)} is on ${pod.spec.nodeName}`),
    crowded: crowded(placed, nodeOf, [...nodes.values()]),
  }
}

/** True for a pod that waits because no node fits it, and for no other reason. */
export function isUnschedulable({ status }: Pod): boolean {
  return (status.conditions ?? []).some(
    ({ type, status: value, reason }) =>
      type === 'PodScheduled' && value === 'False' && reason === 'Unschedulable',
  )
}

function describePending(pod: Pod): string {
  const condition = pod.status.conditions?.find(({ type }) => type === 'PodScheduled')
  return `${podTitle(pod)}: ${(condition as { message?: string } | undefined)?.message ?? 'not looked at yet'}`
}

function podTitle(pod: Pod): string {
  return title({ ...pod, kind: 'Pod' })
}

function isDaemon({ metadata }: Pod): boolean {
  return (metadata.ownerReferences ?? []).some(({ kind }) => kind === 'DaemonSet')
}

function crowded(
  pods: readonly Pod[],
  nodeOf: (pod: Pod) => LiveObject | undefined,
  nodes: readonly LiveObject[],
): readonly string[] {
  const zoneOf = (node?: LiveObject) => node?.metadata.labels?.['topology.kubernetes.io/zone'] ?? ''
  if (new Set(nodes.map(zoneOf)).size < 2) return []
  const owners = new Map<string, string[]>()
  for (const pod of pods) {
    const owner = pod.metadata.ownerReferences?.find(
      ({ kind }) => kind === 'ReplicaSet' || kind === 'StatefulSet',
    )
    if (!owner) continue
    const key = `${pod.metadata.namespace}/${owner.name}`
    owners.set(key, [...(owners.get(key) ?? []), zoneOf(nodeOf(pod))])
  }
  return [...owners].filter(([, zones]) => zones.length > 1 && new Set(zones).size === 1).map(([key]) => key)
}
