import type { LayerGroup, ModelShape } from '../catalog/model-entry.ts'
import { GiB, MiB } from '../catalog/units.ts'

/** How a runner serves a model. Tokens. */
export interface RunnerSettings {
  /** Context of one request. */
  readonly contextTokens: number
  readonly parallelRequests: number
  /** Tokens that one step reads. */
  readonly batchTokens: number
  readonly cacheType: CacheType
  readonly flashAttention: boolean
}

/** Types of the key-value cache that Paddock sets. */
export type CacheType = 'f16' | 'q8_0'

/** Bytes of a cached number: q8_0 keeps 32 numbers in 34 bytes. @see llama.cpp ggml/src/ggml-common.h */
const cachedBytes = { f16: 2, q8_0: 34 / 32 } as const
const activationBytes = 4
/** Caches and contexts are rounded up to this many tokens. @see llama.cpp src/llama-context.cpp, b10488 */
const padTokens = 256

/** A runner's memory on top of its weights. Bytes. */
export interface RunnerMemory {
  /** Keys and values, and states of linear attention. */
  readonly cacheBytes: number
  /** Results between the steps of the largest batch, on each device that holds layers. */
  readonly computeBytes: number
}

/**
 * Memory that llama.cpp allocates for a model, beyond its weights.
 *
 * `npm run verify:models` compares both with a real llama-server's own breakdown.
 *
 * @see https://github.com/ggml-org/llama.cpp src/llama-kv-cache.cpp, src/llama-kv-cache-iswa.cpp and src/llama-context.cpp at b10488
 */
export function runnerMemory(shape: ModelShape, settings: RunnerSettings): RunnerMemory {
  return {
    cacheBytes: shape.layers.reduce((sum, group) => sum + groupCacheBytes(group, settings), 0),
    computeBytes: computeBytes(shape, settings),
  }
}

/**
 * Ollama's choice of the batch for a model that answers: by the context of all its parallel requests. It takes a
 * smaller one where GPU memory is short; this is the largest.
 *
 * @see https://github.com/ollama/ollama/blob/v0.33.0/server/sched.go `generationBatchForContext`
 */
export function generationBatch(contextTokens: number, parallelRequests: number): number {
  const all = contextTokens * parallelRequests
  return all > 32_768 ? 2048 : all > 4096 ? 1024 : 512
}

/** The batch of a model that embeds. @see https://github.com/ollama/ollama/blob/v0.33.0/llm/llama_server.go */
export function embeddingBatch(contextTokens: number): number {
  return Math.min(2048, contextTokens)
}

/**
 * Room for the working memory of a picture encoder, whose weights are among the model's.
 *
 * @see https://github.com/ollama/ollama/blob/v0.33.0/llm/llama_server.go `mmprojOffloadHeadroom`
 */
export const pictureBytes = 1 * GiB

/** A runner's own memory on the host: program, vocabulary, HTTP server. Less was measured for vocabularies up to 262,144. */
export const runnerBytes = 256 * MiB

function groupCacheBytes(group: LayerGroup, settings: RunnerSettings): number {
  const { parallelRequests, batchTokens, cacheType } = settings
  if (group.kind === 'none') return 0
  if (group.kind === 'recurrent') return group.layers * group.stateBytes * parallelRequests
  const cells = cellsOf(group, settings.contextTokens, batchTokens) * parallelRequests
  return group.layers * 2 * group.kvHeads * group.headSize * cells * cachedBytes[cacheType]
}

/** Tokens that one request's cache of these layers holds. */
function cellsOf(
  { windowTokens = Number.POSITIVE_INFINITY }: { readonly windowTokens?: number },
  contextTokens: number,
  batchTokens: number,
): number {
  const context = pad(contextTokens)
  return Math.min(context, pad(windowTokens + batchTokens))
}

/**
 * The largest set of results that is alive at once, in one of four places: the attention, the feed-forward part, the
 * experts' results while they are added up, or linear attention. Masks, one for each kind of cache, are alive throughout.
 */
function computeBytes(shape: ModelShape, settings: RunnerSettings): number {
  const { hiddenSize, heads, headSize, feedForward, layers, perLayerSize } = shape
  const { flashAttention } = settings
  const tokens = Math.min(settings.batchTokens, pad(settings.contextTokens) * settings.parallelRequests)
  const attention = layers.filter((group) => group.kind === 'attention')
  const kvSize = Math.max(heads * headSize, ...attention.map((group) => group.kvHeads * group.headSize))
  const used = feedForward.expertsUsed ?? 1
  const inner = feedForward.size * used
  // An encoder's tokens see those of their own batch.
  const seen = attention.length > 0 ? windowsOf(attention, settings) : [tokens]
  // Without flash attention the scores of all heads are alive.
  const scores = flashAttention ? 0 : Math.max(...seen) * heads
  const numbers = Math.max(
    3 * hiddenSize + 3 * heads * headSize + 2 * kvSize + scores,
    3 * inner + 4 * hiddenSize,
    hiddenSize * (3 * used - 2),
    ...layers.map((group) => (group.kind === 'recurrent' ? 3 * group.mixedSize + 3 * hiddenSize : 0)),
  )
  const maskBytes = flashAttention ? 2 : activationBytes
  const masks = seen.reduce((sum, cells) => sum + cells * tokens * maskBytes, 0)
  const count = layers.reduce((sum, group) => sum + group.layers, 0)
  const brought = perLayerSize ? perLayerSize * (count + 2) + 2 * hiddenSize : 0
  return tokens * (numbers + brought) * activationBytes + masks
}

/** Cells of the caches of one request, one for each kind. */
function windowsOf(groups: readonly (LayerGroup & { kind: 'attention' })[], settings: RunnerSettings) {
  const cells = groups.map((group) => ({
    windowed: group.windowTokens !== undefined,
    cells: cellsOf(group, settings.contextTokens, settings.batchTokens),
  }))
  return [true, false].flatMap((windowed) => {
    const of = cells.filter((one) => one.windowed === windowed).map((one) => one.cells)
    return of.length > 0 ? [Math.max(...of)] : []
  })
}

function pad(tokens: number): number {
  return Math.ceil(tokens / padTokens) * padTokens
}
