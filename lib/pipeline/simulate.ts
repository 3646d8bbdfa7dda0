import { instanceType } from '../catalog/instances.ts'
import { catalogModel } from '../catalog/models.ts'
import { GB, MiB } from '../catalog/units.ts'
import type { Assumptions } from '../cost/assumptions.ts'
import { nodePrice } from '../cost/nodes.ts'
import type { KubeObject } from '../kube/object.ts'
import { resolveCluster } from '../resolve/cluster.ts'
import { resolveFleet } from '../resolve/fleet.ts'
import { generationBatch, runnerMemory } from '../resolve/model-memory.ts'
import { kvCacheType } from '../resolve/model-server.ts'
import { resolvePlaced } from '../resolve/placed.ts'
import { placements } from '../resolve/placement.ts'
import { drawnPods, nodeDaemons, nodeRoom } from '../resolve/platform-room.ts'
import type { ResolvedOllama } from '../resolve/pod-types.ts'
import { servingTimes } from '../resolve/serving-times.ts'
import type { ResolvedTenant } from '../resolve/types.ts'
import type { PlatformFleet } from '../rules/fleet.ts'
import type { SimulationAssumptions } from '../simulate/assumptions.ts'
import type { ClusterInput, GroupInput, Serving, TenantInput, WorkloadInput } from '../simulate/inputs.ts'
import { nodeRules } from '../simulate/node-rules.ts'
import { scalingOf } from '../simulate/scaling.ts'
import { applicationSeconds, bootSeconds, modelSeconds } from '../simulate/start.ts'
import type { CompleteRegionalSpec, CompleteTenantSpec } from '../spec/index.ts'
import { clusterManifests, tenantManifests } from './units.ts'

/** Figures that are neither in specs nor in dist. */
export interface DayFigures {
  readonly cost: Assumptions
  readonly day: SimulationAssumptions
}

/** The clusters of a fleet that have tenants in AWS, as a simulation needs them: specs are resolved and drawn as for dist. */
export function simulationInputs(fleet: PlatformFleet, figures: DayFigures): readonly ClusterInput[] {
  return fleet.clusters.flatMap(({ spec }) =>
    spec.kind === 'regional' ? [clusterInput(spec, fleet, figures)] : [],
  )
}

function clusterInput(spec: CompleteRegionalSpec, fleet: PlatformFleet, figures: DayFigures): ClusterInput {
  const specs = fleet.clusters.map((one) => one.spec)
  const cluster = resolveCluster(spec, specs)
  const places = placements(spec, specs)
  const objects = clusterManifests(cluster)
    .filter(({ path }) => path.includes('/platform/cluster-autoscaler/'))
    .flatMap((manifest) => manifest.objects)
  return {
    name: spec.name,
    groups: groupInputs(spec, fleet, figures.cost),
    nodeRules: nodeRules(objects, cluster.eks?.clusterName ?? ''),
    platform: drawnPods(spec, specs, fleet.platform).flatMap(({ count, cpuMillis, memoryBytes }) =>
      Array.from({ length: count }, () => ({ cpuMillis, memoryBytes })),
    ),
    tenants: fleet.tenants.flatMap(({ spec: tenant }) => {
      const place = places.get(tenant.cell)
      if (!place || place.role === 'standby') return []
      const resolved = resolvePlaced(tenant, place)
      const drawn = tenantManifests(resolved, cluster).flatMap((manifest) => manifest.objects)
      return [tenantInput(tenant, resolved, drawn, figures.day)]
    }),
    busyHours: figures.cost.busyHoursPerDay,
  }
}

function groupInputs(spec: CompleteRegionalSpec, fleet: PlatformFleet, assume: Assumptions): GroupInput[] {
  return resolveFleet(spec.nodeGroups).groups.map((group) => {
    const price = nodePrice(group.type, spec.region, assume, {
      onDemandPercent: spec.nodeGroups[group.nodeClass].onDemandPercent,
      rootDiskGiB: group.rootDiskGiB,
    })
    return {
      group,
      usdPerHour: group.capacity === 'spot' ? price.spotUsdPerHour : price.onDemandUsdPerHour,
      room: { ...nodeRoom(group.type, fleet.platform), gpus: instanceType(group.type).gpu?.count ?? 0 },
      daemons: nodeDaemons(group.type, fleet.platform),
      bootSeconds: bootSeconds(group.nodeClass),
    }
  })
}

function tenantInput(
  spec: CompleteTenantSpec,
  tenant: ResolvedTenant,
  objects: readonly KubeObject[],
  assume: SimulationAssumptions,
): TenantInput {
  const { id, tier, openWebui, ollama } = tenant
  if (tenant.state !== 'active') return { id, tier, users: 0, workloads: [] }
  const base = { tenant: id, accelerators: [], imageBytes: 0, drainSeconds: 0, acceptSeconds: 0 }
  const web: WorkloadInput = {
    ...base,
    name: 'open-webui',
    nodeClass: 'cpu',
    pod: openWebui.pod,
    measuredCpuMillis: openWebui.pod.cpuMillis,
    scaling: scalingOf(objects, 'open-webui'),
    startSeconds: applicationSeconds,
    drainSeconds: openWebui.drainSeconds,
    acceptSeconds: openWebui.settleSeconds,
  }
  const chats = chatServer(spec, ollama)
  return {
    id,
    tier,
    users: spec.expectedUsers,
    workloads: [
      web,
      ...ollama.map((server) =>
        serverInput(server, base, objects, assume, server === chats ? spec : undefined),
      ),
      ...steady(tenant, base),
    ],
  }
}

/** Workloads without an autoscaler: the bus, and others beside the page and the model servers. */
function steady(
  { workloads, ollama }: ResolvedTenant,
  base: Omit<WorkloadInput, 'name' | 'nodeClass' | 'pod' | 'measuredCpuMillis' | 'scaling' | 'startSeconds'>,
): WorkloadInput[] {
  const scaled = new Set<string>(['open-webui', ...ollama.map(({ name }) => name)])
  return workloads
    .filter(({ name, guaranteedPods }) => guaranteedPods > 0 && !scaled.has(name))
    .map(({ name, nodeClass, guaranteedPods, pod }) => ({
      ...base,
      name,
      nodeClass,
      pod,
      measuredCpuMillis: pod.cpuMillis,
      scaling: { fixed: guaranteedPods },
      startSeconds: 0,
    }))
}

/** The server of the tenant's first model: the one that a new chat asks. */
function chatServer({ models }: CompleteTenantSpec, servers: readonly ResolvedOllama[]) {
  const having = servers.filter((server) => server.models.some(({ name }) => name === models[0]))
  return having.find(({ nodeClass }) => nodeClass === 'gpu') ?? having[0]
}

function serverInput(
  server: ResolvedOllama,
  base: Pick<WorkloadInput, 'tenant'>,
  objects: readonly KubeObject[],
  assume: SimulationAssumptions,
  asked: CompleteTenantSpec | undefined,
): WorkloadInput {
  const serving = asked?.models[0] ? servingOf(server, asked) : undefined
  return {
    tenant: base.tenant,
    name: server.name,
    nodeClass: server.nodeClass,
    accelerators: server.accelerators,
    pod: server.pod,
    measuredCpuMillis: server.container.cpuMillis,
    scaling: scalingOf(objects, server.name),
    startSeconds: modelSeconds(server),
    imageBytes: assume.ollamaImageGB * GB,
    drainSeconds: server.drainSeconds,
    acceptSeconds: servingTimes.leave,
    ...(serving ? { serving } : {}),
  }
}

/** Settings of the server's own environment. */
function servingOf({ env, nodeClass }: ResolvedOllama, { models, inference }: CompleteTenantSpec): Serving {
  const [first] = models
  const setting = (name: string) => Number(env[name])
  if (first === undefined) throw new Error('a tenant without models has no server that answers')
  const { contextTokens } = inference
  const { parallel, shape } = catalogModel(first)
  const { cacheBytes } = runnerMemory(shape, {
    contextTokens,
    parallelRequests: 1,
    batchTokens: generationBatch(contextTokens, 1),
    cacheType: kvCacheType[nodeClass],
    flashAttention: true,
  })
  return {
    parallel: parallel === 'one' ? 1 : setting('OLLAMA_NUM_PARALLEL'),
    kvBytesPerToken: cacheBytes / contextTokens,
    promptCacheBytes: setting('LLAMA_ARG_CACHE_RAM') * MiB,
    contextTokens,
  }
}
