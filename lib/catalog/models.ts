import type { CatalogModel } from './model-entry.ts'
import { deepseekModels } from './model-list/deepseek.ts'
import { embedding } from './model-list/embedding.ts'
import { gemmaModels } from './model-list/gemma.ts'
import { llamaModels } from './model-list/llama.ts'
import { mistralModels } from './model-list/mistral.ts'
import { otherModels } from './model-list/others.ts'
import { qwenModels } from './model-list/qwen.ts'
import { qwenHybridModels } from './model-list/qwen-hybrid.ts'

export type { CatalogModel } from './model-entry.ts'

/** A store has this much room over the weights of its models: templates, licences, manifests. */
export const storeRoom = 1.02

/** Every model on offer. A tenant file names the key; a name that is not here does not compile. */
export const models = {
  ...llamaModels,
  ...qwenModels,
  ...qwenHybridModels,
  ...gemmaModels,
  ...mistralModels,
  ...deepseekModels,
  ...otherModels,
  ...embedding,
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

/** Each tenant's documents are embedded by this one. */
export const embeddingModel = {
  name: 'nomic-embed-text',
  ...embedding['nomic-embed-text'].embedding,
} as const

const names = Object.keys(models) as ModelName[]
/** Names of {@link CpuChatModel}, in catalogue order. */
export const cpuChatModels = names.filter(
  (name): name is CpuChatModel => models[name].purpose === 'chat' && models[name].class === 'cpu',
)
/** Names of {@link ChatModel}, in catalogue order. */
export const chatModels = names.filter((name): name is ChatModel => models[name].purpose === 'chat')

/** Names of {@link ToolModel}, in catalogue order. */
export const toolModels = chatModels.filter((name): name is ToolModel => models[name].tools === 'template')

/** Models that make vectors, with the words that each wants before a text. */
export type EmbeddingModel = keyof typeof embedding
/** Names of {@link EmbeddingModel}, in catalogue order. */
export const embeddingModels = Object.keys(embedding) as EmbeddingModel[]

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
