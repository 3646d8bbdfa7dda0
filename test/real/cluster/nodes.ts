import { instanceType } from '../../../lib/catalog/instances.ts'
import type { KubeObject } from '../../../lib/kube/object.ts'
import { type ResolvedNodeGroup, resolveFleet } from '../../../lib/resolve/fleet.ts'
import { completeCluster } from '../../../lib/spec/complete.ts'
import type { ClusterSpec, CompleteRegionalSpec } from '../../../lib/spec/index.ts'

/** Default number of pods of a kubelet. @see https://kubernetes.io/docs/setup/best-practices/cluster-large/ */
const podsPerNode = 110

/** A fake node before it is written as an object. */
interface NodePlan {
  readonly name: string
  readonly zone?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly taint?: { readonly key: string; readonly value: string }
  readonly cpuMillis: number
  readonly memoryBytes: number
  readonly diskGiB: number
  readonly gpus?: number
}

/** A laptop cluster as the README asks for it. */
const laptop: NodePlan = { name: 'laptop', cpuMillis: 8000, memoryBytes: 16 * 1024 ** 3, diskGiB: 100 }
/** No spec lists the hub's nodes: one a zone, large enough for its operators. */
const hub = { cpuMillis: 7910, memoryBytes: 13.8 * 1024 ** 3, diskGiB: 100 }

/** The nodes that hold everything but GPU servers: of a region its CPU groups at their largest. */
export function cpuNodes(spec: ClusterSpec): readonly KubeObject[] {
  if (spec.kind === 'local') return [node(laptop)]
  if (spec.kind === 'regional') return fleet(completeCluster(spec) as CompleteRegionalSpec, 'cpu')
  return [...'abc'].map((zone) => node({ name: `hub-${zone}`, zone: `${spec.region}${zone}`, ...hub }))
}

/** The GPU groups of a region at their largest. */
export function gpuNodes(spec: ClusterSpec): readonly KubeObject[] {
  return spec.kind === 'regional' ? fleet(completeCluster(spec) as CompleteRegionalSpec, 'gpu') : []
}

/** Nodes of the groups of one class, with the capacity that the autoscaler expects; three zones in turn. */
function fleet(
  { nodeGroups, region }: CompleteRegionalSpec,
  nodeClass: ResolvedNodeGroup['nodeClass'],
): KubeObject[] {
  return resolveFleet(nodeGroups)
    .groups.filter((group) => group.nodeClass === nodeClass)
    .flatMap((group, turn) =>
      Array.from({ length: group.max }, (_, index) =>
        groupNode(group, `${region}${'abc'[(turn + index) % 3]}`, index),
      ),
    )
}

function groupNode(group: ResolvedNodeGroup, zone: string, index: number): KubeObject {
  return node({
    name: `${group.name}-${index}`,
    zone,
    labels: { ...group.labels, 'node.kubernetes.io/instance-type': group.type },
    ...(group.taint ? { taint: group.taint } : {}),
    ...instanceType(group.type).allocatable,
    diskGiB: group.nodeTemplate.ephemeralStorageGiB,
    gpus: group.nodeTemplate.gpus,
  })
}

function node({
  name,
  zone,
  labels,
  taint,
  cpuMillis,
  memoryBytes,
  diskGiB,
  gpus = 0,
}: NodePlan): KubeObject {
  const allocatable = {
    cpu: `${cpuMillis}m`,
    memory: `${Math.floor(memoryBytes)}`,
    pods: `${podsPerNode}`,
    'ephemeral-storage': `${diskGiB}Gi`,
    ...(gpus > 0 ? { 'nvidia.com/gpu': `${gpus}` } : {}),
  }
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      annotations: { 'kwok.x-k8s.io/node': 'fake' },
      labels: {
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        ...(zone
          ? { 'topology.kubernetes.io/zone': zone, 'topology.kubernetes.io/region': zone.slice(0, -1) }
          : {}),
        ...labels,
      },
    },
    spec: taint ? { taints: [{ ...taint, effect: 'NoSchedule' }] } : {},
    status: { allocatable, capacity: allocatable },
  }
}
