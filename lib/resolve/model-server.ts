import { type Accelerator, type InstanceTypeName, instanceType } from '../catalog/instances.ts'
import {
  type CatalogModel,
  catalogModel,
  embeddingModel,
  type ModelName,
  storeRoom,
} from '../catalog/models.ts'
import { GiB, MiB } from '../catalog/units.ts'
import type { CompleteTenantSpec } from '../spec/index.ts'
import {
  embeddingBatch,
  generationBatch,
  pictureBytes,
  type RunnerMemory,
  runnerBytes,
  runnerMemory,
} from './model-memory.ts'
import type { PodResources } from './pod-types.ts'

/** The models that one server holds at once, and their needs. Bytes, tokens. */
export interface ModelServer {
  readonly nodeClass: 'cpu' | 'gpu'
  readonly models: readonly ModelName[]
  readonly contextTokens: number
  readonly parallelRequests: number
  readonly weightsBytes: number
  /** Key-value caches of all models at full context and parallelism: f16 on CPU, q8_0 on GPU. */
  readonly kvBytes: number
  /** Results between the steps of all models, with room for pictures. Each GPU that holds layers has them. */
  readonly computeBytes: number
}

/** Host memory that each runner may fill with prompts of earlier requests (LLAMA_ARG_CACHE_RAM), MiB. */
export const promptCacheMiB = 512
/** Ollama's own server. */
const serverBytes = 768 * MiB
/** Left free on each GPU for the driver and fitting (LLAMA_ARG_FIT_TARGET). */
const gpuReserveBytes = 1 * GiB
/**
 * Caches are kept at q8_0 on GPUs, about half of f16; it needs flash attention, which Ollama turns on there.
 * @see https://github.com/ollama/ollama/blob/main/docs/faq.mdx
 */
export const kvCacheType = { cpu: 'f16', gpu: 'q8_0' } as const
/** Share of one GPU's free memory up to which Ollama places a model on that GPU alone. */
const singleGpuShare = 0.8

/** Chat models of the tenant in its order of preference. */
export function chatModelsOf(spec: CompleteTenantSpec): readonly ModelName[] {
  return spec.models
}

/**
 * A tenant's model servers: always a CPU one (documents are embedded there), a GPU one when a model wants it. A model that
 * moves may be on both: Open WebUI asks whichever of them has it.
 */
export function modelServers(spec: CompleteTenantSpec): readonly ModelServer[] {
  const named = (list: 'serveOnGpu' | 'keepOnCpu', name: ModelName): boolean =>
    spec.tier === 'premium' && spec[list].some((one) => one === name)
  const onGpu = (name: ModelName): boolean => catalogModel(name).class === 'gpu' || named('serveOnGpu', name)
  const onCpu = (name: ModelName): boolean => !onGpu(name) || kept(name)
  const kept = (name: ModelName): boolean => catalogModel(name).class === 'cpu' && named('keepOnCpu', name)
  const chat = chatModelsOf(spec)
  const gpu = chat.filter(onGpu)
  const cpu = [...chat.filter(onCpu), embeddingModel.name]
  return [sizeServer('cpu', cpu, spec), ...(gpu.length > 0 ? [sizeServer('gpu', gpu, spec)] : [])]
}

function sizeServer(
  nodeClass: 'cpu' | 'gpu',
  models: readonly ModelName[],
  spec: CompleteTenantSpec,
): ModelServer {
  const { contextTokens, parallelRequests } = spec.inference
  const entries = models.map(catalogModel)
  const memory = entries.map((model) => modelMemory(model, nodeClass, spec.inference))
  return {
    nodeClass,
    models,
    contextTokens,
    parallelRequests,
    weightsBytes: sum(entries, (model) => model.weightsBytes),
    kvBytes: sum(memory, ({ cacheBytes }) => cacheBytes),
    computeBytes: sum(memory, ({ computeBytes }) => computeBytes),
  }
}

/** A model's memory beyond its weights, as Ollama starts its runner. Flash attention is on for CPUs and for every GPU sold. */
function modelMemory(
  { maxContextTokens, parallel, purpose, shape, vision }: CatalogModel,
  nodeClass: 'cpu' | 'gpu',
  inference: CompleteTenantSpec['inference'],
): RunnerMemory {
  const contextTokens = Math.min(inference.contextTokens, maxContextTokens)
  const parallelRequests = parallel === 'one' ? 1 : inference.parallelRequests
  const batchTokens =
    purpose === 'chat' ? generationBatch(contextTokens, parallelRequests) : embeddingBatch(contextTokens)
  const { cacheBytes, computeBytes } = runnerMemory(shape, {
    contextTokens,
    parallelRequests,
    batchTokens,
    cacheType: kvCacheType[nodeClass],
    flashAttention: true,
  })
  return { cacheBytes, computeBytes: computeBytes + (vision ? pictureBytes : 0) }
}

/** A kind of node that holds a GPU server: how many of its GPUs, what it costs. */
export interface GpuFit {
  readonly accelerator: Accelerator
  readonly gpus: number
  readonly type: InstanceTypeName
  readonly usdPerHour: number
}

/**
 * The sold types of a group that hold the server's weights and caches in GPU memory, cheapest first.
 * One GPU is used up to 80 % of what is free on it, as Ollama does; otherwise all of the node's GPUs, of which each has
 * results of its own.
 *
 * @see https://github.com/ollama/ollama server/sched.go
 */
export function gpuFits(server: ModelServer, types: readonly InstanceTypeName[]): readonly GpuFit[] {
  const weights = server.weightsBytes + server.kvBytes
  const need = weights + server.computeBytes
  return types
    .flatMap((type): GpuFit[] => {
      const { gpu, sold, usdPerHour } = instanceType(type)
      if (!gpu || !sold) return []
      const free = gpu.vramBytesEach - gpuReserveBytes
      const single = gpu.count === 1 ? free : free * singleGpuShare
      if (need <= single) return [{ accelerator: gpu.accelerator, gpus: 1, type, usdPerHour }]
      const all = (free - server.computeBytes) * gpu.count
      return gpu.count > 1 && weights <= all
        ? [{ accelerator: gpu.accelerator, gpus: gpu.count, type, usdPerHour }]
        : []
    })
    .sort((a, b) => a.usdPerHour - b.usdPerHour || (a.type < b.type ? -1 : 1))
}

/**
 * Requests and limits of the server's container: whole cores, one for each thread, with a limit equal to the request. With
 * more threads than cores it stops as soon as its node is busy: each step waits for a thread that has no core.
 *
 * On CPU weights, caches and results are in memory; the cores keep a first token near a second for an 8B model. On GPU the
 * host holds the prompt caches and reads the files once.
 *
 * @throws never; a GPU server without a fit is reported by the model-fit rule before it is drawn.
 */
export function serverResources(server: ModelServer, gpus: number): PodResources {
  const caches = server.models.length * promptCacheMiB * MiB
  const overhead = serverBytes + server.models.length * runnerBytes
  const onCpu = server.nodeClass === 'cpu'
  const memoryBytes = roundUp(
    onCpu
      ? server.weightsBytes + server.kvBytes + server.computeBytes + caches + overhead
      : caches + overhead + 2 * GiB,
    256 * MiB,
  )
  const chat = server.models.some((name) => catalogModel(name).purpose === 'chat')
  const cores = onCpu ? (chat ? 3 : 1) : gpus > 1 ? 8 : 3
  return {
    cpuMillis: cores * 1000,
    cpuLimitMillis: cores * 1000,
    memoryBytes,
    memoryLimitBytes: roundUp(memoryBytes * 1.15, 256 * MiB),
    ephemeralBytes: roundUp(server.weightsBytes * storeRoom, GiB) + 1 * GiB,
    gpus,
  }
}

/** The smallest multiple of `step` that is at least `value`. */
export function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0)
}
