import { type Accelerator, type InstanceTypeName, instanceType } from '../catalog/instances.ts'
import { GiB } from '../catalog/units.ts'
import type { CompleteRegionalSpec } from '../spec/index.ts'

type GroupsSpec = CompleteRegionalSpec['nodeGroups']
type NodeClass = keyof GroupsSpec
/** How a group's instances are bought: EKS allows a managed group one of the two. */
export type Capacity = 'on-demand' | 'spot'

/** Labels of a group's nodes. */
export interface NodeLabels {
  readonly 'paddock.dev/capacity': Capacity
  readonly 'paddock.dev/node-class': NodeClass
  /** Model servers choose their nodes by it. */
  readonly accelerator?: Accelerator
  /** The autoscaler's: without it, it adds a node for each minute that a driver takes to start. */
  readonly 'k8s.amazonaws.com/accelerator'?: Accelerator
}

/** Nodes of one size, bought in one way. */
export interface ResolvedNodeGroup {
  /** `c5-2xlarge-spot`; unique within the cluster. */
  readonly name: string
  readonly nodeClass: NodeClass
  readonly type: InstanceTypeName
  readonly capacity: Capacity
  readonly min: number
  readonly desired: number
  readonly max: number
  readonly labels: NodeLabels
  /** Repels pods that do not request a GPU. */
  readonly taint?: { readonly key: string; readonly value: string }
  readonly rootDiskGiB: number
  /** The disk of emptyDirs and images: the root volume, or the type's own disks as one. */
  readonly localDisk: 'root' | 'instance-store'
  /** The capacity of a node, for an autoscaler that has never seen one. */
  readonly nodeTemplate: { readonly ephemeralStorageGiB: number; readonly gpus: number }
}

/** A type of the spec that makes no group. */
export interface OffType {
  readonly type: InstanceTypeName
  readonly nodeClass: NodeClass
  readonly reason: string
}

/** A cluster's nodes: groups whose sums and shares are those of the spec. */
export interface ResolvedFleet {
  readonly groups: readonly ResolvedNodeGroup[]
  readonly off: readonly OffType[]
}

/** Root volume: system and images; on CPU nodes the cache of models and pods' copies too. */
export const rootDiskGiB = { cpu: 200, gpu: 100 } as const
/** Kubelet's default: pods are evicted when less than a tenth is free. EKS reserves 1 GiB besides. */
const evictionShare = 0.1
const reservedDiskGiB = 1

/** Resolves the groups of a fleet: for each sold type one of on-demand and one of spot instances. Pure. */
export function resolveFleet(groups: GroupsSpec): ResolvedFleet {
  const classes = ['cpu', 'gpu'] as const
  return {
    groups: classes.flatMap((nodeClass) => resolveClass(nodeClass, groups[nodeClass])),
    off: classes.flatMap((nodeClass) =>
      groups[nodeClass].types.flatMap((type) => {
        const { unsold } = instanceType(type)
        return unsold === undefined ? [] : [{ type, nodeClass, reason: unsold }]
      }),
    ),
  }
}

const inUse = new WeakMap<GroupsSpec, Readonly<Record<NodeClass, readonly InstanceTypeName[]>>>()

/** Types of a class that have a node in some group: pods can be placed on these and no others. Every tenant asks. */
export function typesInUse(groups: GroupsSpec, nodeClass: NodeClass): readonly InstanceTypeName[] {
  const of = (one: NodeClass) => [...new Set(resolveClass(one, groups[one]).map(({ type }) => type))]
  const types = inUse.get(groups) ?? { cpu: of('cpu'), gpu: of('gpu') }
  inUse.set(groups, types)
  return types[nodeClass]
}

function resolveClass(nodeClass: NodeClass, spec: GroupsSpec[NodeClass]): ResolvedNodeGroup[] {
  const types = spec.types.filter((type) => instanceType(type).unsold === undefined)
  const share = (capacity: Capacity, sum: number) => {
    const onDemand = onDemandNodes(sum, spec.onDemandPercent)
    return spread(capacity === 'on-demand' ? onDemand : sum - onDemand, types.length)
  }
  return (['on-demand', 'spot'] as const).flatMap((capacity) => {
    const [min, desired, max] = [spec.min, spec.desired, spec.max].map((sum) => share(capacity, sum))
    return types.flatMap((type, index) => {
      const size = { min: min?.[index] ?? 0, desired: desired?.[index] ?? 0, max: max?.[index] ?? 0 }
      // EKS refuses a group with a maximum of zero nodes.
      return size.max === 0 ? [] : [{ ...groupOf(nodeClass, type, capacity), ...size }]
    })
  })
}

/** The on-demand part of a number of nodes: rounded up, so that it is never less than its share. */
export function onDemandNodes(nodes: number, percent: number): number {
  return Math.ceil((nodes * percent) / 100)
}

/** A number as a sum of `parts` numbers that differ by one at most, the larger first. */
export function spread(total: number, parts: number): number[] {
  return Array.from(
    { length: parts },
    (_, index) => Math.floor(total / parts) + (index < total % parts ? 1 : 0),
  )
}

function groupOf(nodeClass: NodeClass, type: InstanceTypeName, capacity: Capacity) {
  const { gpu, localDiskBytes } = instanceType(type)
  const onInstanceStore = localDiskBytes > 0
  const diskGiB = onInstanceStore ? localDiskBytes / GiB : rootDiskGiB[nodeClass]
  return {
    name: `${type.replace('.', '-')}-${capacity}`,
    nodeClass,
    type,
    capacity,
    labels: {
      'paddock.dev/capacity': capacity,
      'paddock.dev/node-class': nodeClass,
      ...(gpu ? { accelerator: gpu.accelerator, 'k8s.amazonaws.com/accelerator': gpu.accelerator } : {}),
    },
    ...(gpu ? { taint: { key: 'nvidia.com/gpu', value: 'present' } } : {}),
    rootDiskGiB: rootDiskGiB[nodeClass],
    localDisk: onInstanceStore ? ('instance-store' as const) : ('root' as const),
    nodeTemplate: {
      ephemeralStorageGiB: Math.floor(diskGiB * (1 - evictionShare)) - reservedDiskGiB,
      gpus: gpu?.count ?? 0,
    },
  }
}
