import { GB } from './units.ts'

/**
 * One model that a tenant may ask for by name.
 *
 * @see https://ollama.com/library (default tags; sizes as in Ollama's README at v0.1.48 and v0.13.0)
 */
export interface CatalogModel {
  /** `cpu`: answers at reading speed on a CPU node and is open to every tier; `gpu`: premium only. */
  readonly class: 'cpu' | 'gpu'
  readonly purpose: 'chat' | 'embedding'
  /** Size of the default tag's weights (Q4 quantised unless the tag says otherwise), bytes. */
  readonly weightsBytes: number
  /** Key-value cache a token at f16: 2 × layers × kv heads × head size × 2 bytes. */
  readonly kvBytesPerToken: number
  /** Longest context that the model was trained for, tokens. */
  readonly maxContextTokens: number
  /** Ollama forces one request at a time on embedding models, whatever is asked. */
  readonly parallel: 'free' | 'one'
  /** Where `kvBytesPerToken` comes from; `unverified` figures are upper readings of the published config. */
  readonly source: string
}

const KiB = 1024

/** A store has this much room over the weights of its models: templates, licences, manifests. */
export const storeRoom = 1.02

/** Every model on offer. A tenant file names the key; a name that is not here does not compile. */
export const models = {
  'llama3:8b': {
    class: 'cpu',
    purpose: 'chat',
    weightsBytes: 4.7 * GB,
    kvBytesPerToken: 128 * KiB,
    maxContextTokens: 8192,
    parallel: 'free',
    source: 'meta-llama/llama-models models/sku_list.py: 32 layers, 8 kv heads, head size 128',
  },
  'llama3.1:8b': {
    class: 'cpu',
    purpose: 'chat',
    weightsBytes: 4.7 * GB,
    kvBytesPerToken: 128 * KiB,
    maxContextTokens: 131_072,
    parallel: 'free',
    source: 'meta-llama/llama-models models/sku_list.py: 32 layers, 8 kv heads, head size 128',
  },
  'llama3.2:3b': {
    class: 'cpu',
    purpose: 'chat',
    weightsBytes: 2 * GB,
    kvBytesPerToken: 112 * KiB,
    maxContextTokens: 131_072,
    parallel: 'free',
    source: 'unverified: 28 layers, 8 kv heads, head size 128',
  },
  'llama3.2:1b': {
    class: 'cpu',
    purpose: 'chat',
    weightsBytes: 1.3 * GB,
    kvBytesPerToken: 32 * KiB,
    maxContextTokens: 131_072,
    parallel: 'free',
    source: 'unverified: 16 layers, 8 kv heads, head size 64',
  },
  'mistral:7b': {
    class: 'cpu',
    purpose: 'chat',
    weightsBytes: 4.1 * GB,
    kvBytesPerToken: 128 * KiB,
    maxContextTokens: 32_768,
    parallel: 'free',
    source: 'unverified: 32 layers, 8 kv heads, head size 128',
  },
  'qwen2.5:7b': {
    class: 'cpu',
    purpose: 'chat',
    weightsBytes: 4.7 * GB,
    kvBytesPerToken: 56 * KiB,
    maxContextTokens: 32_768,
    parallel: 'free',
    source: 'unverified: 28 layers, 4 kv heads, head size 128',
  },
  'qwen3:8b': {
    class: 'cpu',
    purpose: 'chat',
    weightsBytes: 5.2 * GB,
    kvBytesPerToken: 144 * KiB,
    maxContextTokens: 40_960,
    parallel: 'free',
    source: 'unverified: 36 layers, 8 kv heads, head size 128',
  },
  'phi4:14b': {
    class: 'gpu',
    purpose: 'chat',
    weightsBytes: 9.1 * GB,
    kvBytesPerToken: 200 * KiB,
    maxContextTokens: 16_384,
    parallel: 'free',
    source: 'unverified: 40 layers, 10 kv heads, head size 128',
  },
  'llama3:70b': {
    class: 'gpu',
    purpose: 'chat',
    weightsBytes: 40 * GB,
    kvBytesPerToken: 320 * KiB,
    maxContextTokens: 8192,
    parallel: 'free',
    source: 'meta-llama/llama-models models/sku_list.py: 80 layers, 8 kv heads, head size 128',
  },
  'llama3.3:70b': {
    class: 'gpu',
    purpose: 'chat',
    weightsBytes: 43 * GB,
    kvBytesPerToken: 320 * KiB,
    maxContextTokens: 131_072,
    parallel: 'free',
    source: 'meta-llama/llama-models models/sku_list.py: 80 layers, 8 kv heads, head size 128',
  },
  'nomic-embed-text': {
    class: 'cpu',
    purpose: 'embedding',
    weightsBytes: 0.27 * GB,
    // An encoder keeps no cache between tokens.
    kvBytesPerToken: 0,
    maxContextTokens: 2048,
    parallel: 'one',
    source: 'ollama/ollama#1066; encoder-only',
  },
} as const satisfies Record<string, CatalogModel>

type Models = typeof models

/** Every name in the catalogue. */
export type ModelName = keyof Models
/** Chat models that a standard tenant may ask for. */
export type CpuChatModel = {
  [K in ModelName]: Models[K] extends { class: 'cpu'; purpose: 'chat' } ? K : never
}[ModelName]
/** Chat models that a premium tenant may ask for. */
export type ChatModel = { [K in ModelName]: Models[K] extends { purpose: 'chat' } ? K : never }[ModelName]

/** Each tenant's documents are embedded by this one; its vectors have 768 dimensions. */
export const embeddingModel = { name: 'nomic-embed-text', dimensions: 768 } as const

const names = Object.keys(models) as ModelName[]
/** Names of {@link CpuChatModel}, in catalogue order. */
export const cpuChatModels = names.filter(
  (name): name is CpuChatModel => models[name].purpose === 'chat' && models[name].class === 'cpu',
)
/** Names of {@link ChatModel}, in catalogue order. */
export const chatModels = names.filter((name): name is ChatModel => models[name].purpose === 'chat')

/** The catalogue's entry, in its general type. */
export function catalogModel(name: ModelName): CatalogModel {
  return models[name]
}

/**
 * Path of a model's manifest, as Ollama names it below `manifests/`.
 *
 * @see https://github.com/ollama/ollama/blob/main/types/model/name.go
 */
export function manifestPath(name: ModelName): string {
  const [model = '', tag = 'latest'] = name.split(':')
  return `registry.ollama.ai/library/${model}/${tag}`
}
