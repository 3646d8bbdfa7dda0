/**
 * Requests by which pages of Open WebUI change its configuration, as paths that each include everything below them.
 * With `ENABLE_PERSISTENT_CONFIG=false` such a change is kept by the process that answers, until it ends.
 *
 * Read from the source of 0.12.4: each route whose handler writes configuration (`Config.upsert`), by itself or by a
 * function that it calls. Left out: sign-up and sign-in, which close a sign-up that is closed, the deletion of
 * knowledge, which writes only where an external source was connected by a path below, and the callback of tool
 * servers, of which none is connected. `npm run verify:app` derives the list anew and compares.
 *
 * @see open_webui/models/config.py upsert
 */
export const settingsRoutes = [
  '/api/events/webhooks',
  '/api/v1/audio/config/update',
  '/api/v1/auths/admin/config',
  '/api/v1/chats/config',
  '/api/v1/configs',
  '/api/v1/evaluations/config',
  '/api/v1/images/config/update',
  '/api/v1/knowledge/external',
  '/api/v1/retrieval/config/update',
  '/api/v1/retrieval/embedding/update',
  '/api/v1/tasks/config/update',
  '/api/v1/users/default/permissions',
  '/ollama/config/update',
  '/openai/config/update',
] as const
