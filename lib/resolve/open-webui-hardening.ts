import type { Env } from './pod-types.ts'

/** @see https://docs.openwebui.com/getting-started/advanced-topics/hardening */
export function hardeningEnv(): Env {
  return {
    ENABLE_ADMIN_EXPORT: 'false',
    // A key opens no endpoint that is not listed, and none is.
    ENABLE_API_KEYS_ENDPOINT_RESTRICTIONS: 'true',
    ENABLE_CODE_EXECUTION: 'false',
    ENABLE_CODE_INTERPRETER: 'false',
    ENABLE_COMMUNITY_SHARING: 'false',
    ENABLE_DIRECT_CONNECTIONS: 'false',
    ENABLE_OPENAI_API_PASSTHROUGH: 'false',
    ENABLE_PIP_INSTALL_FRONTMATTER_REQUIREMENTS: 'false',
    // Server-side Python that reads the environment, secrets included.
    ENABLE_PLUGINS: 'false',
    ENABLE_RAG_LOCAL_WEB_FETCH: 'false',
    ENABLE_VALVE_ENCRYPTION: 'false',
    OFFLINE_MODE: 'true',
    // No speech engine is there: users see no microphone and no call. Read-aloud is the browser's own voice.
    USER_PERMISSIONS_CHAT_CALL: 'false',
    USER_PERMISSIONS_CHAT_STT: 'false',
  }
}
