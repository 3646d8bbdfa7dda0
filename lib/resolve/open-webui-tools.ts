import type { CompleteTenantSpec } from '../spec/index.ts'
import type { Env } from './pod-types.ts'

/**
 * Smallest context with which a tenant may switch tools on, tokens. Open WebUI adds 22 tools of its own to each chat of
 * the page, 23 to an administrator's: 17,455 bytes of JSON (run with 0.12.4), some 4,000 tokens. That is half of a context
 * of 8,192 tokens and a quarter of this one.
 */
export const toolsContextTokens = 16_384

/**
 * Whether a chat of the page carries tools. By default, Open WebUI 0.12.4 sends them with every model, and Ollama
 * answers 400 if the model's template has none. Both settings hold for all models of the tenant, and no variable sets
 * them for one model: tools are on for all of a tenant's models or for none.
 *
 * `legacy` is the only value that switches native calling off (`default` is native), and it is what makes files of
 * folders and of knowledge part of the question. The capability applies if a user chooses native calling by hand.
 *
 * @see open_webui/utils/middleware.py process_chat_payload, open_webui/main.py chat_completion (0.12.4)
 */
export function toolsEnv(spec: CompleteTenantSpec): Env {
  const on = spec.tools
  return {
    DEFAULT_MODEL_METADATA: JSON.stringify({ capabilities: { builtin_tools: on } }),
    DEFAULT_MODEL_PARAMS: JSON.stringify({ function_calling: on ? 'native' : 'legacy' }),
  }
}
