import { catalogModel, embeddingModel, type ModelName } from '../catalog/models.ts'
import type { TenantClusterSpec, TenantSpec } from '../spec/index.ts'
import { canonicalHost } from './canonical-host.ts'
import { pools } from './database.ts'
import { chatModelsOf, type ModelServer, modelServers } from './model-server.ts'
import { platform, tenantNames } from './names.ts'
import { ollamaPort } from './ollama.ts'
import type { Env, EnvValue } from './pod-types.ts'

/** Host names of a tenant in canonical form, the first is its address. */
export function tenantHosts(spec: TenantSpec, cluster: TenantClusterSpec): readonly string[] {
  return spec.hosts?.map(canonicalHost) ?? [`${spec.id}.${cluster.domain}`]
}

/**
 * Configuration of Open WebUI by environment only: what its pages change would be lost and differ by pod.
 *
 * @see https://docs.openwebui.com/reference/env-configuration
 */
export function openWebuiEnv(spec: TenantSpec, cluster: TenantClusterSpec): Env {
  return {
    ...identity(spec, cluster),
    ...files(spec, cluster),
    ...inference(spec),
    ...observed(spec, cluster),
    ...runtime(spec),
    ...hardening(),
  }
}

/** What touches the database, its vectors and the disk; the migration needs it too. */
export function databaseEnv(spec: TenantSpec): Env {
  const { secret, schema } = tenantNames(spec.id)
  const key: EnvValue = { secret, key: 'webui-secret-key' }
  return {
    DATABASE_POOL_MAX_OVERFLOW: String(pools.overflow),
    DATABASE_POOL_RECYCLE: '1800',
    DATABASE_POOL_SIZE: String(pools.size),
    DATABASE_POOL_TIMEOUT: '10',
    DATABASE_SCHEMA: schema,
    // Without it every request updates the user's row.
    DATABASE_USER_ACTIVE_STATUS_UPDATE_INTERVAL: '300',
    DATA_DIR: '/app/backend/data',
    ENABLE_DB_MIGRATIONS: 'false',
    HOME: '/app/backend/data/home',
    PGVECTOR_CREATE_EXTENSION: 'false',
    // An index that needs no rows: the migration makes it. Of ivfflat, the default, pods race for it at 5,000 rows.
    PGVECTOR_INDEX_METHOD: 'hnsw',
    PGVECTOR_INITIALIZE_MAX_VECTOR_LENGTH: String(embeddingModel.dimensions),
    PGVECTOR_POOL_MAX_OVERFLOW: String(pools.vectorOverflow),
    PGVECTOR_POOL_SIZE: String(pools.vectorSize),
    STATIC_DIR: '/app/backend/data/static',
    VECTOR_DB: 'pgvector',
    WEBUI_SECRET_KEY: key,
  }
}

function runtime(spec: TenantSpec): Env {
  return {
    ...databaseEnv(spec),
    // It would hold back the words of an answer.
    ENABLE_COMPRESSION_MIDDLEWARE: 'false',
    ENABLE_ORJSON: 'true',
    ENABLE_PERSISTENT_CONFIG: 'false',
    ENABLE_WEBSOCKET_SUPPORT: 'true',
    GLOBAL_LOG_LEVEL: 'INFO',
    LOG_FORMAT: 'json',
    REDIS_HEALTH_CHECK_INTERVAL: '60',
    REDIS_SOCKET_CONNECT_TIMEOUT: '5',
    REDIS_SOCKET_KEEPALIVE: 'true',
    THREAD_POOL_SIZE: '2000',
    UVICORN_WORKERS: '1',
    WEBSOCKET_MANAGER: 'redis',
    // The options replace those of REDIS_URL. Without `socket_timeout` an answer would wait for a lost node's bus until the
    // kernel gives the connection up, after a quarter of an hour; an idle subscriber is not ended by it (redis-py 8.0.1).
    WEBSOCKET_REDIS_OPTIONS: '{"socket_connect_timeout":5,"socket_timeout":10,"health_check_interval":60}',
  }
}

function identity(spec: TenantSpec, cluster: TenantClusterSpec): Env {
  // A wildcard is no origin: what it covers is led to the first.
  const hosts = tenantHosts(spec, cluster).filter((host) => !host.startsWith('*.'))
  const origin = hosts.map((host) => `https://${host}`)
  const local = cluster.kind === 'local'
  const base = {
    CORS_ALLOW_ORIGIN: (local ? ['http://localhost:8080'] : origin).join(';'),
    DEFAULT_USER_ROLE: 'user',
    ENABLE_SIGNUP: 'false',
    JWT_EXPIRES_IN: '24h',
    // The kubelet would put in what a name in `$(…)` stands for, passwords among them.
    WEBUI_NAME: (spec.displayName ?? spec.id).replaceAll('$', () => '$$'),
    WEBUI_SESSION_COOKIE_SAME_SITE: 'lax',
    WEBUI_SESSION_COOKIE_SECURE: String(!local),
    WEBUI_URL: local ? 'http://localhost:8080' : (origin[0] ?? ''),
  }
  const { secret } = tenantNames(spec.id)
  const provider = spec.identityProvider
  if (!provider) {
    // Sign-up is closed and no provider signs in: the first administrator comes from the tenant's secret.
    return {
      ...base,
      ENABLE_LOGIN_FORM: 'true',
      WEBUI_ADMIN_EMAIL: spec.contacts.technical ?? spec.contacts.owner,
      WEBUI_ADMIN_PASSWORD: { secret, key: 'admin-password' },
    }
  }
  return {
    ...base,
    ENABLE_LOGIN_FORM: 'false',
    ENABLE_OAUTH_ID_TOKEN_COOKIE: 'false',
    ENABLE_OAUTH_ROLE_MANAGEMENT: 'true',
    ENABLE_OAUTH_SIGNUP: 'true',
    ENABLE_PASSWORD_AUTH: 'false',
    OAUTH_ADMIN_ROLES: (provider.adminRoles ?? ['admin']).join(','),
    OAUTH_ALLOWED_DOMAINS: (provider.allowedDomains ?? ['*']).join(','),
    OAUTH_ALLOWED_ROLES: ['user', ...(provider.adminRoles ?? ['admin'])].join(','),
    OAUTH_CLIENT_ID: provider.clientId,
    OAUTH_CLIENT_SECRET: { secret: oidcSecret.name, key: oidcSecret.key },
    OAUTH_CODE_CHALLENGE_METHOD: 'S256',
    OAUTH_ROLES_CLAIM: provider.rolesClaim ?? 'roles',
    OAUTH_SCOPES: (provider.scopes ?? ['openid', 'email', 'profile']).join(' '),
    OPENID_PROVIDER_URL: `${provider.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
    OPENID_REDIRECT_URI: `${base.WEBUI_URL}/oauth/oidc/callback`,
  }
}

/** Secret in the namespace that holds what a person entered in Secrets Manager. */
export const oidcSecret = { name: 'identity-provider', key: 'oidc-client-secret' } as const

/** Where Open WebUI keeps files, and which of the pod's own are copies that `run.sh` may delete. */
function files(spec: TenantSpec, cluster: TenantClusterSpec): Env {
  const sweep = { SWEEP_KEEP_MINUTES: '30', SWEEP_MOST_MIB: '512' }
  const caches = 'cache/audio cache/image'
  if (cluster.kind === 'local') return { ...sweep, STORAGE_PROVIDER: 'local', SWEEP_FOLDERS: caches }
  return {
    ...sweep,
    SWEEP_FOLDERS: `uploads ${caches}`,
    // The copy of an upload goes as soon as it has been read; what is brought from the store to be shown stays.
    STORAGE_LOCAL_CACHE: 'false',
    S3_BUCKET_NAME: { secret: 'cell-endpoints', key: 'files-bucket' },
    S3_ENDPOINT_URL: { secret: 'cell-endpoints', key: 'files-endpoint' },
    // "Delete all" lists by prefix, so it must end with a slash.
    S3_KEY_PREFIX: `${tenantNames(spec.id).namespace}/`,
    S3_REGION_NAME: cluster.region,
    STORAGE_PROVIDER: 's3',
  }
}

function inference(spec: TenantSpec): Env {
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
    RAG_EMBEDDING_ENGINE: 'ollama',
    RAG_EMBEDDING_MODEL: embeddingModel.name,
    RAG_FILE_MAX_SIZE: String(spec.limits?.uploadMiB ?? 100),
    RAG_OLLAMA_BASE_URL: serverUrl('cpu'),
    // Titles and tags need no large model.
    TASK_MODEL: smallest(chat) ?? '',
  }
}

function serverUrl(nodeClass: ModelServer['nodeClass']): string {
  return `http://ollama-${nodeClass}:${ollamaPort}`
}

function smallest(names: readonly ModelName[]): ModelName | undefined {
  return [...names].sort((a, b) => catalogModel(a).weightsBytes - catalogModel(b).weightsBytes)[0]
}

function observed(spec: TenantSpec, cluster: TenantClusterSpec): Env {
  const audit = { AUDIT_LOG_LEVEL: 'METADATA', ENABLE_AUDIT_LOGS_FILE: 'false', ENABLE_AUDIT_STDOUT: 'true' }
  // A laptop has no collector to send to.
  if (cluster.kind === 'local') return { ...audit, ENABLE_OTEL: 'false' }
  return {
    ...audit,
    ENABLE_OTEL: 'true',
    ENABLE_OTEL_METRICS: 'true',
    ENABLE_OTEL_TRACES: 'true',
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://collector.${platform.tracing}.svc.cluster.local:4317`,
    OTEL_EXPORTER_OTLP_INSECURE: 'true',
    OTEL_OTLP_SPAN_EXPORTER: 'grpc',
    OTEL_RESOURCE_ATTRIBUTES: `paddock.tenant=${spec.id},paddock.cluster=${cluster.name},paddock.cell=${spec.cell}`,
    OTEL_SERVICE_NAME: 'open-webui',
  }
}

/** @see https://docs.openwebui.com/getting-started/advanced-topics/hardening */
function hardening(): Env {
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
  }
}
