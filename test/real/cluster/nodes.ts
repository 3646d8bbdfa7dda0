import { type InstanceTypeName, instanceType } from '../../../lib/catalog/instances.ts'
import type { KubeObject } from '../../../lib/kube/object.ts'
import type { ClusterSpec } from '../../../lib/spec/index.ts'

/** Pods that a kubelet takes unless told otherwise. @see https://kubernetes.io/docs/setup/best-practices/cluster-large/ */
const podsPerNode = 110
/** Specs say nothing of the nodes' disks yet, so they limit nothing here. */
const unboundedDisk = '100Ti'
/** A laptop cluster as the README asks for it. */
const laptop = { cpuMillis: 8000, memoryBytes: 16 * 1024 ** 3 }

/** A fake node before it is written as an object. */
interface NodePlan {
  readonly name: string
  readonly zone?: string
  readonly type?: InstanceTypeName
  readonly cpuMillis: number
  readonly memoryBytes: number
  readonly gpu?: { readonly accelerator: string; readonly count: number }
}

/**
 * The nodes that hold everything but GPU servers: the CPU group at its largest, its types and three zones in turn;
 * of a laptop one node; of the hub, whose nodes its spec does not name, one a zone of the smallest type.
 */
export function cpuNodes(spec: ClusterSpec): readonly KubeObject[] {
  if (spec.kind === 'local') return [node({ name: 'laptop', ...laptop })]
  if (spec.kind === 'hub') return spread(['c5.2xlarge'], 3, spec.region, 'hub')
  return spread(spec.nodeGroups.cpu.types, spec.nodeGroups.cpu.max, spec.region, 'cpu')
}

/** The GPU group at its largest: the types that are still sold, three zones in turn. */
export function gpuNodes(spec: ClusterSpec): readonly KubeObject[] {
  if (spec.kind !== 'regional') return []
  const sold = spec.nodeGroups.gpu.types.filter((type) => instanceType(type).sold)
  return spread(sold, spec.nodeGroups.gpu.max, spec.region, 'gpu')
}

function spread(
  types: readonly InstanceTypeName[],
  count: number,
  region: string,
  group: string,
): KubeObject[] {
  return Array.from({ length: count }, (_, index) => {
    const [round, turn] = [Math.floor(index / types.length), index % types.length]
    const type = types[turn] ?? 'c5.2xlarge'
    const { allocatable, gpu } = instanceType(type)
    return node({
      name: `${group}-${index}`,
      // The zone turns with each round of types, so that every type stands in every zone.
      zone: `${region}${'abc'[(turn + round) % 3]}`,
      type,
      ...allocatable,
      ...(gpu ? { gpu } : {}),
    })
  })
}

function node({ name, zone, type, cpuMillis, memoryBytes, gpu }: NodePlan): KubeObject {
  const allocatable = {
    cpu: `${cpuMillis}m`,
    memory: `${Math.floor(memoryBytes)}`,
    pods: `${podsPerNode}`,
    'ephemeral-storage': unboundedDisk,
    ...(gpu ? { 'nvidia.com/gpu': `${gpu.count}` } : {}),
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
        ...(type ? { 'node.kubernetes.io/instance-type': type } : {}),
        ...(gpu ? { accelerator: gpu.accelerator } : {}),
      },
    },
    spec: gpu ? { taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }] } : {},
    status: { allocatable, capacity: allocatable },
  }
}
