import { type InstanceTypeName, instanceType } from '../catalog/instances.ts'
import { catalogModel, type ModelName } from '../catalog/models.ts'
import { GiB } from '../catalog/units.ts'
import { typesInUse } from '../resolve/fleet.ts'
import { serverPod } from '../resolve/model-proxy.ts'
import { chatModelsOf, gpuFits, type ModelServer, modelServers } from '../resolve/model-server.ts'
import { nodeRoom, type PlatformPods } from '../resolve/platform-room.ts'
import { error, type Finding } from '../spec/finding.ts'
import type { CompleteTenantSpec, TenantSpec } from '../spec/index.ts'
import { cellHolders, type PlatformFleet, type TenantFile } from './fleet.ts'

const gib = (bytes: number) => `${(bytes / GiB).toFixed(1)} GiB`

/**
 * Each model server fits a node of its cluster and of the standby cluster, weights and caches at full context and
 * parallelism included.
 */
export function checkModels(fleet: PlatformFleet): Finding[] {
  const holders = cellHolders(fleet)
  return fleet.tenants.flatMap((one) => [
    ...checkFields(one),
    ...(holders.get(one.spec.cell) ?? []).flatMap((cluster) => {
      if (cluster.spec.kind !== 'regional') return []
      const types = {
        cpu: typesInUse(cluster.spec.nodeGroups, 'cpu'),
        gpu: typesInUse(cluster.spec.nodeGroups, 'gpu'),
      }
      return modelServers(one.spec).flatMap((server) =>
        server.nodeClass === 'gpu'
          ? checkGpu(one, server, types.gpu, cluster.file)
          : checkCpu(one, server, types.cpu, cluster.file, fleet.platform),
      )
    }),
  ])
}

function checkFields({ file, spec, written }: TenantFile): Finding[] {
  const chat: readonly string[] = chatModelsOf(spec)
  const used = new Set<string>(modelServers(spec).flatMap((server) => server.models))
  const unused = Object.keys(spec.modelDigests).filter((name) => !used.has(name))
  const absent = spec.tier === 'premium' ? spec.serveOnGpu.filter((name) => !chat.includes(name)) : []
  const remedy = `name one of ${[...used].join(', ')}`
  const onGpu: readonly string[] = spec.tier === 'premium' ? spec.serveOnGpu : []
  const kept = spec.tier === 'premium' ? spec.keepOnCpu.filter((name) => !onGpu.includes(name)) : []
  return [
    ...unused.map((name) =>
      error('model-unused', file, `modelDigests.${name}`, 'the tenant has no such model', remedy),
    ),
    ...absent.map((name) =>
      error('model-unused', file, 'serveOnGpu', `the tenant has no model ${name}`, remedy),
    ),
    ...kept.map((name) =>
      error(
        'model-unused',
        file,
        'keepOnCpu',
        `${name} is not in serveOnGpu`,
        onGpu.length > 0 ? `name one of ${onGpu.join(', ')}` : 'remove keepOnCpu',
      ),
    ),
    ...checkContext(file, spec, written),
  ]
}

function checkContext(file: string, spec: CompleteTenantSpec, written: TenantSpec): Finding[] {
  const asked = written.inference?.contextTokens
  const longest = Math.max(...chatModelsOf(spec).map((name) => catalogModel(name).maxContextTokens))
  if (asked === undefined || asked <= longest) return []
  const why = `${asked} tokens are more than any of its models was trained for (${longest})`
  return [error('context', file, 'inference.contextTokens', why, `set it to ${longest} or less`)]
}

function checkGpu(
  one: TenantFile,
  server: ModelServer,
  types: readonly InstanceTypeName[],
  clusterFile: string,
): Finding[] {
  if (gpuFits(server, types).length > 0) return []
  const sold = types.filter((type) => instanceType(type).sold)
  const largest = Math.max(0, ...sold.map((type) => total(type)))
  const need = gib(server.weightsBytes + server.kvBytes)
  return [
    error(
      'model-fit',
      one.file,
      fieldOf(one.written, server.models),
      `${server.models.join(' + ')} need ${need} of GPU memory at ${server.contextTokens} tokens × ${server.parallelRequests} requests; the largest node of group gpu has ${gib(largest)}`,
      `choose smaller models, lower inference.contextTokens or inference.parallelRequests, or add a larger type to nodeGroups.gpu in ${clusterFile}`,
    ),
  ]
}

function total(type: InstanceTypeName): number {
  const { gpu } = instanceType(type)
  return gpu ? gpu.count * gpu.vramBytesEach : 0
}

function checkCpu(
  one: TenantFile,
  server: ModelServer,
  types: readonly InstanceTypeName[],
  clusterFile: string,
  platform: readonly PlatformPods[],
): Finding[] {
  const pod = serverPod(server, 0)
  const fits = types.some((type) => {
    const { cpuMillis, memoryBytes } = nodeRoom(type, platform)
    return instanceType(type).sold && memoryBytes >= pod.memoryBytes && cpuMillis >= pod.cpuMillis
  })
  if (fits) return []
  const largest = Math.max(0, ...types.map((type) => nodeRoom(type, platform).memoryBytes))
  return [
    error(
      'model-fit',
      one.file,
      fieldOf(one.written, server.models),
      `${server.models.join(' + ')} need ${gib(pod.memoryBytes)} of memory at ${server.contextTokens} tokens × ${server.parallelRequests} requests; the largest node of group cpu gives ${gib(largest)}`,
      `name fewer models, lower inference.contextTokens or inference.parallelRequests, or add a larger type to nodeGroups.cpu in ${clusterFile}`,
    ),
  ]
}

function fieldOf(spec: TenantSpec, models: readonly ModelName[]): string {
  const index = (spec.models ?? []).findIndex((name) => models.includes(name))
  return index < 0 ? 'models' : `models[${index}]`
}
