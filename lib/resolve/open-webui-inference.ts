import type { CompleteTenantSpec } from '../spec/index.ts'
import { chatModelsOf, type ModelServer, modelServers } from './model-server.ts'
import { ollamaPort } from './ollama.ts'
import type { Env } from './pod-types.ts'

/** The models that users see, and the server of each. */
export function inferenceEnv(spec: CompleteTenantSpec): Env {
  const chat = chatModelsOf(spec)
  const connections = modelServers(spec)
    .map(({ nodeClass, models }) => ({
      url: serverUrl(nodeClass),
      models: models.filter((name) => chat.includes(name)),
    }))
    .filter(({ models }) => models.length > 0)
  return {
    // Loading a 70B model and a long answer take minutes; the default of 300 s cuts them.
    AIOHTTP_CLIENT_TIMEOUT: '1800',
    // Without it a model that no administrator has published is seen by administrators only: users would find none.
    BYPASS_MODEL_ACCESS_CONTROL: 'true',
    CHAT_RESPONSE_STREAM_DELTA_CHUNK_SIZE: '5',
    DEFAULT_MODELS: chat[0] ?? '',
    ENABLE_BASE_MODELS_CACHE: 'false',
    ENABLE_OPENAI_API: 'false',
    // Only models to chat with are offered: the one that embeds documents cannot answer.
    OLLAMA_API_CONFIGS: JSON.stringify(
      Object.fromEntries(
        connections.map(({ models }, index) => [index, { enable: true, model_ids: models }]),
      ),
    ),
    OLLAMA_BASE_URLS: connections.map(({ url }) => url).join(';'),
  }
}

/** Address of a tenant's model server in its namespace. */
export function serverUrl(nodeClass: ModelServer['nodeClass']): string {
  return `http://ollama-${nodeClass}:${ollamaPort}`
}
