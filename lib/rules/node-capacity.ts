import { type InstanceTypeName, instanceType } from '../catalog/instances.ts'
import { GiB } from '../catalog/units.ts'
import type { Facts } from '../findings/catalogue.ts'
import { error, type Finding } from '../findings/finding.ts'
import { type ResolvedNodeGroup, resolveFleet } from '../resolve/fleet.ts'
import { nodeRoom, type PlatformPods, platformRequests, type Requests } from '../resolve/platform-room.ts'
import type { CompleteClusterSpec, CompleteRegionalSpec } from '../spec/index.ts'
import type { Amounts } from './amounts.ts'
import type { FromFile } from './fleet.ts'

/**
 * Requests of the tenants' permanent pods, and of the platform's own on CPU nodes, fit on the largest number of nodes
 * of their groups, beside the pods of every node.
 */
export function checkNodes(
  { file, spec }: FromFile<CompleteRegionalSpec>,
  clusters: readonly CompleteClusterSpec[],
  pods: readonly PlatformPods[],
  members: readonly Amounts[],
): Finding[] {
  const platform = platformRequests(spec, clusters, pods)
  const { groups } = resolveFleet(spec.nodeGroups)
  return (['cpu', 'gpu'] as const).flatMap((nodeClass) => {
    const nodes = groups.filter((one) => one.nodeClass === nodeClass)
    return [
      ...memoryAndCpu(nodeClass, nodes, members, pods, nodeClass === 'cpu' ? platform : undefined),
      ...(nodeClass === 'gpu' ? gpus(nodes, members) : []),
    ].map((facts) => error('node-capacity', { file, field: `nodeGroups.${nodeClass}.max` }, facts))
  })
}

type Shortage = Facts['node-capacity']

function memoryAndCpu(
  nodeClass: 'cpu' | 'gpu',
  nodes: readonly ResolvedNodeGroup[],
  members: readonly Amounts[],
  pods: readonly PlatformPods[],
  platform?: Requests,
): Shortage[] {
  const checks = [
    {
      resource: 'CPU' as const,
      tenants: sum(members, (one) => one.guaranteed[nodeClass].cpuMillis) / 1000,
      platform: (platform?.cpuMillis ?? 0) / 1000,
      nodes: capacity(nodes, (type) => nodeRoom(type, pods).cpuMillis) / 1000,
    },
    {
      resource: 'memory' as const,
      tenants: sum(members, (one) => one.guaranteed[nodeClass].memoryBytes) / GiB,
      platform: (platform?.memoryBytes ?? 0) / GiB,
      nodes: capacity(nodes, (type) => nodeRoom(type, pods).memoryBytes) / GiB,
    },
  ]
  return checks
    .filter((one) => one.tenants + one.platform > one.nodes)
    .map((one) => ({ problem: 'amount', ...one }))
}

/**
 * For every choice of accelerators that a model server makes: those that can go nowhere else need no more GPUs than
 * the groups with one of these accelerators have.
 */
function gpus(nodes: readonly ResolvedNodeGroup[], members: readonly Amounts[]): Shortage[] {
  // A server that fits no node has a finding already.
  const servers = members
    .flatMap((one) => one.gpuServers)
    .filter(({ accelerators }) => accelerators.length > 0)
  const choices = new Map(
    servers.map(({ accelerators }) => [[...accelerators].sort().join(', '), accelerators]),
  )
  return [...choices.values()].flatMap((choice): Shortage[] => {
    const bound = servers.filter(({ accelerators }) => accelerators.every((one) => choice.includes(one)))
    const needed = sum(bound, (one) => one.gpus)
    const holding = nodes.filter(({ type }) => {
      const { gpu } = instanceType(type)
      return gpu !== undefined && choice.includes(gpu.accelerator)
    })
    const available = capacity(holding, (type) => instanceType(type).gpu?.count ?? 0)
    const accelerators = [...choice].sort()
    return needed > available ? [{ problem: 'gpus', needed, nodes: available, accelerators }] : []
  })
}

function capacity(nodes: readonly ResolvedNodeGroup[], of: (type: InstanceTypeName) => number): number {
  return sum(nodes, ({ type, max }) => max * of(type))
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0)
}
