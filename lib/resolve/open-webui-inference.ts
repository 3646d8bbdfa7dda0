import type { CompleteTenantClusterSpec, CompleteTenantSpec } from '../spec/index.ts'
import { sleeps } from './gpu-scale.ts'
import { gatewayUrl } from './model-gateway.ts'
import { chatModelsOf, type ModelServer, modelServers } from './model-server.ts'
import { ollamaPort } from './ollama.ts'
import type { Env } from './pod-types.ts'
import { timeouts } from './timeouts.ts'
import { wakeSeconds } from './wake.ts'

/** The models that users see, and the server of each. */
export function inferenceEnv(spec: CompleteTenantSpec, cluster: CompleteTenantClusterSpec): Env {
  const wakes = sleeps(spec, cluster)
  const chat = chatModelsOf(spec)
  const connections = modelServers(spec)
    .map(({ nodeClass, models }) => ({
      url: nodeClass === 'gpu' && wakes ? gatewayUrl : serverUrl(nodeClass),
      models: models.filter((name) => chat.includes(name)),
    }))
    .filter(({ models }) => models.length > 0)
  return {
    // The start of a model server and a long answer take minutes; the default of 300 s cuts them.
    AIOHTTP_CLIENT_TIMEOUT: String(timeouts.openWebuiCall),
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
    ...(wakes ? { WEBUI_BANNERS: JSON.stringify([wakeBanner(wakeSeconds(spec))]) } : {}),
  }
}

/**
 * The notice on every page. Open WebUI shows a chat whose model wakes as one that is about to be answered, and nothing
 * behind it can add words to that: a first byte would be part of the answer.
 *
 * @see open_webui/config.py BannerModel (0.12.4)
 */
function wakeBanner(seconds: number) {
  const minutes = Math.ceil(seconds / 60)
  return {
    id: 'model-wakes',
    type: 'info',
    title: '',
    content: `Large models sleep after ten minutes without a question. The first question then waits up to ${minutes} minutes for its answer; leave the page open or come back later.`,
    dismissible: true,
    timestamp: 0,
  }
}

/** Address of a tenant's model server in its namespace. */
export function serverUrl(nodeClass: ModelServer['nodeClass']): string {
  return `http://ollama-${nodeClass}:${ollamaPort}`
}
