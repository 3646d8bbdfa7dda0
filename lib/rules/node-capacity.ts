import { type InstanceTypeName, instanceType } from '../catalog/instances.ts'
import { GiB } from '../catalog/units.ts'
import { type ResolvedNodeGroup, resolveFleet } from '../resolve/fleet.ts'
import { nodeRoom, type PlatformPods, platformRequests, type Requests } from '../resolve/platform-room.ts'
import { error, type Finding } from '../spec/finding.ts'
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
  const remedy = 'raise max, add a larger type, or move tenants to another cluster'
  return (['cpu', 'gpu'] as const).flatMap((nodeClass) => {
    const nodes = groups.filter((one) => one.nodeClass === nodeClass)
    return [
      ...memoryAndCpu(nodeClass, nodes, members, pods, nodeClass === 'cpu' ? platform : undefined),
      ...(nodeClass === 'gpu' ? gpus(nodes, members) : []),
    ].map((why) => error('node-capacity', file, `nodeGroups.${nodeClass}.max`, why, remedy))
  })
}

function memoryAndCpu(
  nodeClass: 'cpu' | 'gpu',
  nodes: readonly ResolvedNodeGroup[],
  members: readonly Amounts[],
  pods: readonly PlatformPods[],
  platform?: Requests,
): string[] {
  const checks = [
    {
      what: 'CPU',
      unit: ' cores',
      tenants: sum(members, (one) => one.guaranteed[nodeClass].cpuMillis) / 1000,
      own: (platform?.cpuMillis ?? 0) / 1000,
      have: capacity(nodes, (type) => nodeRoom(type, pods).cpuMillis) / 1000,
    },
    {
      what: 'memory',
      unit: ' GiB',
      tenants: sum(members, (one) => one.guaranteed[nodeClass].memoryBytes) / GiB,
      own: (platform?.memoryBytes ?? 0) / GiB,
      have: capacity(nodes, (type) => nodeRoom(type, pods).memoryBytes) / GiB,
    },
  ]
  return checks
    .filter(({ tenants, own, have }) => tenants + own > have)
    .map(({ what, unit, tenants, own, have }) => {
      const platformsOwn = own > 0 ? ` and the platform’s own ${Math.ceil(own)}${unit}` : ''
      return `the tenants’ guaranteed ${what} is ${Math.ceil(tenants)}${unit}${platformsOwn}; all groups at their most give ${Math.floor(have)}${unit}`
    })
}

/**
 * For every choice of accelerators that a model server makes: those that can go nowhere else need no more GPUs than
 * the groups with one of these accelerators have.
 */
function gpus(nodes: readonly ResolvedNodeGroup[], members: readonly Amounts[]): string[] {
  // Another rule reports a server that fits no node.
  const servers = members
    .flatMap((one) => one.gpuServers)
    .filter(({ accelerators }) => accelerators.length > 0)
  const choices = new Map(
    servers.map(({ accelerators }) => [[...accelerators].sort().join(', '), accelerators]),
  )
  return [...choices].flatMap(([name, choice]) => {
    const bound = servers.filter(({ accelerators }) => accelerators.every((one) => choice.includes(one)))
    const need = sum(bound, (one) => one.gpus)
    const holding = nodes.filter(({ type }) => {
      const { gpu } = instanceType(type)
      return gpu !== undefined && choice.includes(gpu.accelerator)
    })
    const have = capacity(holding, (type) => instanceType(type).gpu?.count ?? 0)
    return need > have
      ? [`model servers hold ${need} GPUs of ${name}; all groups that have them give ${have}`]
      : []
  })
}

function capacity(nodes: readonly ResolvedNodeGroup[], of: (type: InstanceTypeName) => number): number {
  return sum(nodes, ({ type, max }) => max * of(type))
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0)
}
