import { GB } from './units.ts'

/** One model that a tenant may ask for by name: the default tag of https://ollama.com/library. */
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
  /** Ollama always serves one request at a time for embedding models. */
  readonly parallel: 'free' | 'one'
  /** Source of `weightsBytes`. */
  readonly weightsSource: string
  /** The shape from which `kvBytesPerToken` is computed, and its source. */
  readonly cacheSource: string
  /**
   * Whether the template of the default tag has tools. Ollama answers a request that carries tools with HTTP 400
   * ("does not support tools") where it has none. `unknown`: no source says so; treated as `none`.
   */
  readonly tools: 'template' | 'none' | 'unknown'
  /** Source of `tools`; for `unknown`, the search that found none. */
  readonly toolsSource: string
}

const KiB = 1024
const readme = (version: string) => `ollama/ollama README.md at ${version}`
const llama = (layers: number) =>
  `meta-llama/llama-models models/sku_list.py: ${layers} layers, 8 kv heads, head size 128`
const torchtune = (model: string, layers: number, kvHeads: number, headSize: number) =>
  `pytorch/torchtune torchtune/models/${model}/_model_builders.py: ${layers} layers, ${kvHeads} kv heads, head size ${headSize}`

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
    weightsSource: readme('v0.1.48'),
    cacheSource: llama(32),
    tools: 'none',
    toolsSource: 'ollama/ollama#5793: llama3 does not support tools',
  },
  'llama3.1:8b': {
    class: 'cpu',
    purpose: 'chat',
    weightsBytes: 4.7 * GB,
    kvBytesPerToken: 128 * KiB,
    maxContextTokens: 131_072,
    parallel: 'free',
    weightsSource: readme('v0.13.0'),
    cacheSource: llama(32),
    tools: 'template',
    toolsSource: 'https://ollama.com/blog/tool-support, ollama/ollama#5885',
  },
  'llama3.2:3b': {
    class: 'cpu',
    purpose: 'chat',
    weightsBytes: 2 * GB,
    kvBytesPerToken: 112 * KiB,
    maxContextTokens: 131_072,
    parallel: 'free',
    weightsSource: readme('v0.13.0'),
    cacheSource: torchtune('llama3_2', 28, 8, 128),
    tools: 'template',
    toolsSource: 'ollama/ollama#8717: a maintainer on the template of llama3.2',
  },
  'llama3.2:1b': {
    class: 'cpu',
    purpose: 'chat',
    weightsBytes: 1.3 * GB,
    kvBytesPerToken: 32 * KiB,
    maxContextTokens: 131_072,
    parallel: 'free',
    weightsSource: readme('v0.13.0'),
    cacheSource: torchtune('llama3_2', 16, 8, 64),
    tools: 'template',
    toolsSource: 'ollama/ollama#8717: a maintainer on the template of llama3.2',
  },
  'mistral:7b': {
    class: 'cpu',
    purpose: 'chat',
    weightsBytes: 4.1 * GB,
    kvBytesPerToken: 128 * KiB,
    maxContextTokens: 32_768,
    parallel: 'free',
    weightsSource: readme('v0.13.0'),
    cacheSource: torchtune('mistral', 32, 8, 128),
    tools: 'template',
    toolsSource: 'ollama/ollama#5985: tools work once mistral is pulled again',
  },
  'qwen2.5:7b': {
    class: 'cpu',
    purpose: 'chat',
    weightsBytes: 4.7 * GB,
    kvBytesPerToken: 56 * KiB,
    maxContextTokens: 32_768,
    parallel: 'free',
    weightsSource: 'open-webui/open-webui#12860',
    cacheSource: torchtune('qwen2_5', 28, 4, 128),
    tools: 'template',
    toolsSource: 'ollama/ollama#10693: capabilities of qwen2.5:0.5b, of the same template',
  },
  'qwen3:8b': {
    class: 'cpu',
    purpose: 'chat',
    weightsBytes: 5.2 * GB,
    kvBytesPerToken: 144 * KiB,
    maxContextTokens: 40_960,
    parallel: 'free',
    weightsSource: 'otwld/ollama-helm#194',
    cacheSource: torchtune('qwen3', 36, 8, 128),
    tools: 'template',
    toolsSource: 'ollama/ollama#6777: capabilities of qwen3, whose default tag is 8b',
  },
  'phi4:14b': {
    class: 'gpu',
    purpose: 'chat',
    weightsBytes: 9.1 * GB,
    kvBytesPerToken: 200 * KiB,
    maxContextTokens: 16_384,
    parallel: 'free',
    weightsSource: readme('v0.13.0'),
    cacheSource: torchtune('phi4', 40, 10, 128),
    tools: 'none',
    toolsSource: 'ollama/ollama#9647: phi4 was not trained in tool use',
  },
  'llama3:70b': {
    class: 'gpu',
    purpose: 'chat',
    weightsBytes: 40 * GB,
    kvBytesPerToken: 320 * KiB,
    maxContextTokens: 8192,
    parallel: 'free',
    weightsSource: readme('v0.1.48'),
    cacheSource: llama(80),
    tools: 'none',
    toolsSource: 'ollama/ollama#5793: llama3 does not support tools',
  },
  'llama3.3:70b': {
    class: 'gpu',
    purpose: 'chat',
    weightsBytes: 43 * GB,
    kvBytesPerToken: 320 * KiB,
    maxContextTokens: 131_072,
    parallel: 'free',
    weightsSource: readme('v0.13.0'),
    cacheSource: llama(80),
    tools: 'unknown',
    toolsSource: 'no issue or page about the template of llama3.3 was found',
  },
  'nomic-embed-text': {
    class: 'cpu',
    purpose: 'embedding',
    weightsBytes: 0.27 * GB,
    // An encoder keeps no cache between tokens.
    kvBytesPerToken: 0,
    maxContextTokens: 2048,
    parallel: 'one',
    weightsSource: 'ollama/ollama#1066',
    cacheSource: 'ollama/ollama#1066: an encoder',
    tools: 'none',
    toolsSource: 'ollama/ollama#1066: an encoder',
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

/** Chat models whose template has tools: only of these may a tenant switch tools on. */
export type ToolModel = {
  [K in ChatModel]: Models[K] extends { tools: 'template' } ? K : never
}[ChatModel]

/** Each tenant's documents are embedded by this one; its vectors have 768 dimensions. */
export const embeddingModel = { name: 'nomic-embed-text', dimensions: 768 } as const

const names = Object.keys(models) as ModelName[]
/** Names of {@link CpuChatModel}, in catalogue order. */
export const cpuChatModels = names.filter(
  (name): name is CpuChatModel => models[name].purpose === 'chat' && models[name].class === 'cpu',
)
/** Names of {@link ChatModel}, in catalogue order. */
export const chatModels = names.filter((name): name is ChatModel => models[name].purpose === 'chat')

/** Names of {@link ToolModel}, in catalogue order. */
export const toolModels = chatModels.filter((name): name is ToolModel => models[name].tools === 'template')

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
