import { type InstanceTypeName, instanceType } from '../catalog/instances.ts'
import { catalogModel, type ModelName } from '../catalog/models.ts'
import { error, type Finding, type FindingOf } from '../findings/finding.ts'
import { typesInUse } from '../resolve/fleet.ts'
import { serverPod } from '../resolve/model-proxy.ts'
import { chatModelsOf, gpuFits, type ModelServer, modelServers } from '../resolve/model-server.ts'
import { nodeRoom, type PlatformPods } from '../resolve/platform-room.ts'
import type { CompleteTenantSpec, TenantSpec } from '../spec/index.ts'
import { cellHolders, type PlatformFleet, type TenantFile } from './fleet.ts'

/**
 * Each model server fits a node of its cluster and of the standby cluster, weights and caches at full context and
 * parallelism included.
 */
export function checkModels(fleet: PlatformFleet): Finding[] {
  const holders = cellHolders(fleet)
  const found = fleet.tenants.flatMap((one) => [
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
  return [...found.filter((one) => !isForNoNode(one)), ...withoutNodes(found)]
}

/** A model that fits no node because its group has none: a mistake of the cluster's file, whose models are all alike. */
function isForNoNode(finding: Finding): finding is FindingOf<'model-fit'> {
  return finding.code === 'model-fit' && finding.facts.largestBytes === 0
}

/** One finding for each group without a usable node, and not one for each tenant. */
function withoutNodes(findings: readonly Finding[]): Finding[] {
  const groups = new Map<string, FindingOf<'model-fit'>['facts'] & { tenants: Set<string> }>()
  for (const { file, facts } of findings.filter(isForNoNode)) {
    const key = `${facts.clusterFile} ${facts.nodeClass}`
    const group = groups.get(key) ?? { ...facts, tenants: new Set<string>() }
    group.tenants.add(file)
    groups.set(key, group)
  }
  return [...groups.values()].map(({ clusterFile, nodeClass, tenants }) =>
    error(
      'no-model-node',
      { file: clusterFile, field: `nodeGroups.${nodeClass}` },
      { nodeClass, tenants: tenants.size },
    ),
  )
}

function checkFields({ file, spec, written }: TenantFile): Finding[] {
  const chat: readonly string[] = chatModelsOf(spec)
  const used = new Set<string>(modelServers(spec).flatMap((server) => server.models))
  const unused = Object.keys(spec.modelDigests).filter((name) => !used.has(name))
  const absent = spec.tier === 'premium' ? spec.serveOnGpu.filter((name) => !chat.includes(name)) : []
  const onGpu: readonly string[] = spec.tier === 'premium' ? spec.serveOnGpu : []
  const kept = spec.tier === 'premium' ? spec.keepOnCpu.filter((name) => !onGpu.includes(name)) : []
  return [
    ...unused.map((name) =>
      error('model-unused', { file, field: `modelDigests.${name}` }, { problem: 'digest', used: [...used] }),
    ),
    ...absent.map((model) =>
      error(
        'model-unused',
        { file, field: 'serveOnGpu' },
        { problem: 'serve-on-gpu', model, used: [...used] },
      ),
    ),
    ...kept.map((model) =>
      error('model-unused', { file, field: 'keepOnCpu' }, { problem: 'keep-on-cpu', model, onGpu }),
    ),
    ...checkContext(file, spec, written),
  ]
}

function checkContext(file: string, spec: CompleteTenantSpec, written: TenantSpec): Finding[] {
  const asked = written.inference?.contextTokens
  const longest = Math.max(...chatModelsOf(spec).map((name) => catalogModel(name).maxContextTokens))
  if (asked === undefined || asked <= longest) return []
  return [error('context', { file, field: 'inference.contextTokens' }, { asked, longest })]
}

function checkGpu(
  one: TenantFile,
  server: ModelServer,
  types: readonly InstanceTypeName[],
  clusterFile: string,
): Finding[] {
  if (gpuFits(server, types).length > 0) return []
  const sold = types.filter((type) => instanceType(type).sold)
  const largestBytes = Math.max(0, ...sold.map((type) => total(type)))
  const neededBytes = server.weightsBytes + server.kvBytes + server.computeBytes
  return [misfit(one, server, neededBytes, largestBytes, clusterFile)]
}

function misfit(
  { file, written }: TenantFile,
  { models, nodeClass, contextTokens, parallelRequests }: ModelServer,
  neededBytes: number,
  largestBytes: number,
  clusterFile: string,
): Finding {
  const facts = { models, nodeClass, neededBytes, largestBytes, contextTokens, parallelRequests, clusterFile }
  return error('model-fit', { file, field: fieldOf(written, models) }, facts)
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
  const largestBytes = Math.max(0, ...types.map((type) => nodeRoom(type, platform).memoryBytes))
  return [misfit(one, server, pod.memoryBytes, largestBytes, clusterFile)]
}

function fieldOf(spec: TenantSpec, models: readonly ModelName[]): string {
  const index = (spec.models ?? []).findIndex((name) => models.includes(name))
  return index < 0 ? 'models' : `models[${index}]`
}
