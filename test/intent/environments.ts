import { between, type Intent, matches, oneOf, that, type Wanted } from './intent.ts'
import type { Subject } from './subjects.ts'

type Values = Readonly<Record<string, Wanted>>

/** Variables of a container in each of its pods, by name; a `?` behind: where there is one. */
function variables(
  container: RegExp,
  why: string,
  values: Values,
  where?: (subject: Subject) => boolean,
): Intent {
  return {
    of: ['container', 'init container'],
    named: container,
    ...(where ? { where } : {}),
    why,
    settings: Object.fromEntries(
      Object.entries(values).map(([name, wanted]) => {
        const [plain = '', optional] = name.split('?')
        return [`env[name=${plain}]${optional === undefined ? '' : '?'}.value`, wanted]
      }),
    ),
  }
}

const inAws = ({ file }: Subject) => !file.startsWith('local/')
const tenantOf = ({ file }: Subject) => file.split('/')[2] ?? ''
const secretOf = (key: string): Wanted =>
  that<{ key: string; name: string }>(
    `${key} of the tenant’s Secret`,
    (from, subject) => from.key === key && from.name.includes(tenantOf(subject)),
  )

/** A URL of the tenant's database with a role; the password is a reference, and the server's certificate is verified. */
function databaseUrl(role: string, password: string): Wanted {
  return that('by TLS that is verified, as the tenant’s own role', (url, subject) => {
    const user = `${role}_${tenantOf(subject).replaceAll('-', '_')}`
    const wanted = `postgresql://${user}:$(${password})@$(DATABASE_HOST):5432/paddock?sslmode=verify-full&sslrootcert=/etc/paddock/database/ca.pem`
    return url === wanted
  })
}

const openWebui = /^open-webui$/

/** Variables of programs whose wrong value nobody would miss. */
export const environmentIntents: readonly Intent[] = [
  variables(
    openWebui,
    'nobody signs up, and nobody but an administrator of the tenant runs code, tools or foreign servers',
    {
      ENABLE_SIGNUP: 'false',
      DEFAULT_USER_ROLE: oneOf('user', 'pending'),
      ENABLE_PLUGINS: 'false',
      ENABLE_PIP_INSTALL_FRONTMATTER_REQUIREMENTS: 'false',
      ENABLE_CODE_EXECUTION: 'false',
      ENABLE_CODE_INTERPRETER: 'false',
      ENABLE_DIRECT_CONNECTIONS: 'false',
      ENABLE_RAG_LOCAL_WEB_FETCH: 'false',
      ENABLE_OPENAI_API: 'false',
      ENABLE_OPENAI_API_PASSTHROUGH: 'false',
      ENABLE_AUTOMATIONS: 'false',
      ENABLE_SUBAGENTS: 'false',
      ENABLE_COMMUNITY_SHARING: 'false',
      ENABLE_ADMIN_EXPORT: 'false',
      ENABLE_API_KEYS_ENDPOINT_RESTRICTIONS: 'true',
    },
  ),
  variables(openWebui, 'settings are those of the file: what somebody saved in the page never hides them', {
    ENABLE_PERSISTENT_CONFIG: 'false',
    ENABLE_DB_MIGRATIONS: 'false',
    OFFLINE_MODE: 'true',
    'ENABLE_VALVE_ENCRYPTION?': 'false',
    ENABLE_BASE_MODELS_CACHE: 'false',
    BYPASS_MODEL_ACCESS_CONTROL: 'true',
  }),
  variables(
    openWebui,
    'cookies go over TLS alone and come back from a sign-in elsewhere; sessions end',
    {
      WEBUI_SESSION_COOKIE_SECURE: 'true',
      WEBUI_SESSION_COOKIE_SAME_SITE: 'lax',
      JWT_EXPIRES_IN: matches(/^([1-9]|1\d|2[0-4])h$/),
      WEBUI_URL: matches(/^https:\/\/[a-z0-9.-]+[a-wyz0-9]$/),
      CORS_ALLOW_ORIGIN: that('its own hosts', (origins, { value }) => {
        const url = (value['env'] as readonly { name: string; value?: string }[]).find(
          ({ name }) => name === 'WEBUI_URL',
        )?.value
        const all = String(origins).split(';')
        return (
          url !== undefined && all.includes(url) && all.every((one) => /^https:\/\/[a-z0-9.-]+$/.test(one))
        )
      }),
    },
    inAws,
  ),
  variables(
    openWebui,
    'with single sign-on nobody has a password; accounts are never merged by a mail address; codes are bound to their browser',
    {
      'ENABLE_PASSWORD_AUTH?': 'false',
      'OAUTH_CODE_CHALLENGE_METHOD?': 'S256',
      'ENABLE_OAUTH_ID_TOKEN_COOKIE?': 'false',
      'ENABLE_OAUTH_BACKCHANNEL_LOGOUT?': 'true',
      'ENABLE_OAUTH_SIGNUP?': 'true',
      'ENABLE_LOGIN_FORM?': oneOf('true', 'false'),
    },
  ),
  variables(
    openWebui,
    'who did what is in the log of the cluster, without what they wrote; nothing is sent to collectors',
    {
      AUDIT_LOG_LEVEL: 'METADATA',
      ENABLE_AUDIT_STDOUT: 'true',
      ENABLE_AUDIT_LOGS_FILE: 'false',
      LOG_FORMAT: 'json',
      GLOBAL_LOG_LEVEL: 'INFO',
      'ENABLE_OTEL?': oneOf('true', 'false'),
    },
  ),
  variables(
    openWebui,
    'a chat costs one call of the model: titles aside, nothing is generated that nobody asked for',
    {
      ENABLE_AUTOCOMPLETE_GENERATION: 'false',
      ENABLE_FOLLOW_UP_GENERATION: 'false',
      ENABLE_RETRIEVAL_QUERY_GENERATION: 'false',
      ENABLE_SEARCH_QUERY_GENERATION: 'false',
      ENABLE_TAGS_GENERATION: 'false',
      ENABLE_TITLE_GENERATION: oneOf('true', 'false'),
      DEFAULT_MODEL_PARAMS: '{"function_calling":"legacy"}',
      DEFAULT_MODEL_METADATA: '{"capabilities":{"builtin_tools":false}}',
    },
  ),
  variables(
    /^(open-webui|migrate|wait-for-schema)$/,
    'each tenant has its role and its schema; pools are as small as the claim’s connections allow',
    {
      DATABASE_URL: databaseUrl('app', 'DATABASE_PASSWORD'),
      'DATABASE_SCHEMA?': that(
        'the tenant’s',
        (schema, subject) => schema === `tenant_${tenantOf(subject).replaceAll('-', '_')}`,
      ),
      'DATABASE_POOL_SIZE?': '3',
      'DATABASE_POOL_MAX_OVERFLOW?': '2',
      'DATABASE_POOL_TIMEOUT?': '10',
      'DATABASE_POOL_RECYCLE?': '1800',
      'PGVECTOR_POOL_SIZE?': '1',
      'PGVECTOR_POOL_MAX_OVERFLOW?': '1',
      'PGVECTOR_CREATE_EXTENSION?': 'false',
      'PGVECTOR_INDEX_METHOD?': 'hnsw',
      'VECTOR_DB?': 'pgvector',
      'DATABASE_USER_ACTIVE_STATUS_UPDATE_INTERVAL?': '300',
      'DATA_DIR?': '/app/backend/data',
      'STATIC_DIR?': '/app/backend/data/static',
      'HOME?': '/app/backend/data/home',
    },
    inAws,
  ),
  variables(
    /^migrate$/,
    'the role that may change the schema is in the migration alone',
    {
      MIGRATE_DATABASE_URL: databaseUrl('migrate', 'MIGRATE_PASSWORD'),
      WAIT_SECONDS: '600',
    },
    inAws,
  ),
  variables(
    openWebui,
    'keys, folders and users of shared servers are the tenant’s own',
    {
      REDIS_KEY_PREFIX: that('the tenant’s', (prefix, subject) => prefix === `tenant-${tenantOf(subject)}`),
      'S3_KEY_PREFIX?': that('the tenant’s', (prefix, subject) => prefix === `tenant-${tenantOf(subject)}/`),
      'S3_REGION_NAME?': that('its cluster’s', (region, { file }) => file.startsWith(`${String(region)}/`)),
      'CACHE_USER?': that('the tenant’s', (user, subject) => user === `tenant-${tenantOf(subject)}`),
      STORAGE_PROVIDER: 's3',
      STORAGE_LOCAL_CACHE: 'false',
      'CACHE_PORT?': '6379',
      REDIS_URL: matches(
        /^(redis:\/\/bus:\$\(BUS_PASSWORD\)@bus|rediss:\/\/tenant-[a-z0-9-]+:\$\(CACHE_PASSWORD\)@\$\(CACHE_HOST\)):6379\/0$/,
      ),
      WEBSOCKET_REDIS_URL: matches(
        /^(redis:\/\/bus:\$\(BUS_PASSWORD\)@bus|rediss:\/\/tenant-[a-z0-9-]+:\$\(CACHE_PASSWORD\)@\$\(CACHE_HOST\)):6379\/0$/,
      ),
    },
    inAws,
  ),
  variables(
    openWebui,
    'a lost bus is noticed within seconds; a page’s words are sent in fives; one process a pod, whose threads wait for models',
    {
      ENABLE_WEBSOCKET_SUPPORT: 'true',
      WEBSOCKET_MANAGER: 'redis',
      WEBSOCKET_REDIS_OPTIONS: '{"socket_connect_timeout":5,"socket_timeout":10,"health_check_interval":60}',
      REDIS_HEALTH_CHECK_INTERVAL: '60',
      REDIS_SOCKET_CONNECT_TIMEOUT: '5',
      REDIS_SOCKET_KEEPALIVE: 'true',
      CHAT_RESPONSE_STREAM_DELTA_CHUNK_SIZE: '5',
      UVICORN_WORKERS: '1',
      THREAD_POOL_SIZE: '2000',
      AIOHTTP_CLIENT_TIMEOUT: '3800',
      ENABLE_COMPRESSION_MIDDLEWARE: 'false',
      ENABLE_ORJSON: 'true',
      'SCHEDULER_POLL_INTERVAL?': between(30, 120),
      'TIMER_POLL_INTERVAL?': '30',
      ANSWERS_SECONDS: '30',
    },
    inAws,
  ),
  variables(
    openWebui,
    'a page gets no microphone; files are cut and embedded in parts that a model’s memory holds; uploads leave the pod',
    {
      USER_PERMISSIONS_CHAT_CALL: 'false',
      USER_PERMISSIONS_CHAT_STT: 'false',
      CHUNK_SIZE: '2000',
      CHUNK_OVERLAP: '200',
      'RAG_EMBEDDING_ENGINE?': 'ollama',
      'RAG_EMBEDDING_BATCH_SIZE?': '16',
      'RAG_EMBEDDING_CONCURRENT_REQUESTS?': between(1, 8),
      'RAG_OLLAMA_BASE_URL?': oneOf('http://ollama-cpu:11434', 'http://model-gateway:11434'),
      RAG_FILE_MAX_SIZE: between(1, 1000),
      OLLAMA_BASE_URLS: matches(
        /^http:\/\/(ollama-[a-z]+|model-gateway):11434(;http:\/\/(ollama-[a-z]+|model-gateway):11434)*$/,
      ),
      'SWEEP_FOLDERS?': 'uploads cache/audio cache/image',
      'SWEEP_KEEP_MINUTES?': '30',
      'SWEEP_MOST_MIB?': between(64, 4096),
      MODEL_PORT: '11434',
    },
    inAws,
  ),
  variables(
    /^ollama$/,
    'models stay loaded and are read from their volume; nothing is fetched, deleted or asked of a cloud; a full queue is refused',
    {
      OLLAMA_KEEP_ALIVE: '-1',
      OLLAMA_NOPRUNE: '1',
      OLLAMA_NO_CLOUD: '1',
      OLLAMA_MODELS: '/models',
      OLLAMA_HOST: '0.0.0.0:11435',
      OLLAMA_LOAD_TIMEOUT: '15m',
      OLLAMA_KV_CACHE_TYPE: oneOf('f16', 'q8_0'),
      OLLAMA_LLM_LIBRARY: oneOf('cpu', 'cuda_v12', 'cuda_v13'),
      OLLAMA_CONTEXT_LENGTH: that('a power of two', (value) => Number.isInteger(Math.log2(Number(value)))),
      OLLAMA_NUM_PARALLEL: between(1, 16),
      OLLAMA_MAX_QUEUE: that('sixteen for each parallel request', (queue, { value }) => {
        const parallel = (value['env'] as readonly { name: string; value?: string }[]).find(
          ({ name }) => name === 'OLLAMA_NUM_PARALLEL',
        )
        return Number(queue) === 16 * Number(parallel?.value)
      }),
      OLLAMA_MAX_LOADED_MODELS: that('as many as it loads', (most, { value }) => {
        const load = (value['env'] as readonly { name: string; value?: string }[]).find(
          ({ name }) => name === 'LOAD_MODELS',
        )
        return Number(most) === (load?.value ?? '').split('\n').length
      }),
      LLAMA_ARG_TIMEOUT: '600',
      LLAMA_ARG_CACHE_RAM: '512',
      LOADED: '/tmp/loaded',
      PROXY_RUN: '/run/proxy',
      HOME: '/home/ollama',
      'NVIDIA_VISIBLE_DEVICES?': 'void',
    },
    inAws,
  ),
  variables(
    /^interceptor$/,
    'it serves its own tenant, waits as long as its route, and ends after its last answer',
    {
      KEDA_HTTP_WATCH_NAMESPACE: that(
        'the tenant’s',
        (namespace, subject) => namespace === `tenant-${tenantOf(subject)}`,
      ),
      KEDA_HTTP_CONNECT_TIMEOUT: '5s',
      KEDA_HTTP_DRAIN_TIMEOUT: '565s',
      KEDA_HTTP_SHUTDOWN_DELAY: '0s',
      KEDA_HTTP_READINESS_TIMEOUT: matches(/^[1-9]\d{2,3}s$/),
      KEDA_HTTP_RESPONSE_HEADER_TIMEOUT: '910s',
      KEDA_HTTP_ADMIN_PORT: '9090',
      KEDA_HTTP_PROXY_PORT: '8080',
      OTEL_PROM_EXPORTER_ENABLED: 'false',
    },
  ),
  variables(/^nginx$/, 'the gateway closes before it ends', { LEAVE_SECONDS: '20', RUN: '/run/gateway' }),
  variables(/^heartbeat$/, 'six rows a minute: the age of the last is the lag of a replica', {
    BEATS: '6',
    EVERY_SECONDS: '10',
  }),
  variables(
    /^(heartbeat|sessions|bootstrap-database)$/,
    'the administrator of a database connects by TLS that is verified',
    {
      PGSSLMODE: 'verify-full',
      PGSSLROOTCERT: '/etc/paddock/database/ca.pem',
      PGPORT: '5432',
      PGDATABASE: 'paddock',
      PGUSER: 'paddock_admin',
      'SQL_DIR?': '/scripts',
    },
    inAws,
  ),
  variables(
    /^bootstrap-database$/,
    'a tenant’s roles have limits of connections',
    {
      MIGRATE_LIMIT: '3',
      CONNECTION_LIMIT: between(10, 2000),
      TENANT: that('the tenant’s', (tenant, subject) => tenant === tenantOf(subject)),
      WAIT_SECONDS: '600',
    },
    inAws,
  ),
  variables(
    /^bus$/,
    'the bus knows one user, of its own tenant, and loses what is oldest',
    {
      ACL_RULES: that(
        'the tenant’s keys and channels, and single commands',
        (rules, subject) =>
          String(rules).startsWith(
            `~tenant-${tenantOf(subject)}:* resetchannels &tenant-${tenantOf(subject)}:* &socketio &socketio#* -@all +auth `,
          ) && String(rules).split(' -@all ').length === 2,
      ),
      PORT: '6379',
      DATA_DIR: '/data',
      CONFIG_DIR: '/etc/valkey',
      DATA_BYTES: between(2 ** 26, 2 ** 30),
    },
    inAws,
  ),
  variables(/^(server|sentinel)$/, 'three servers with sentinels watch one another', {
    DATA_DIR: '/data',
    NAME: '$(POD).argocd-redis.argocd.svc',
    PEERS: [0, 1, 2].map((pod) => `argocd-redis-${pod}.argocd-redis.argocd.svc`).join(' '),
    PORT: '6379',
    SENTINEL_PORT: '26379',
    PRIMARY: 'argocd',
    MAX_BYTES: between(2 ** 25, 2 ** 30),
  }),
  variables(/^(keda-[a-z-]+)$/, 'KEDA’s parts talk TLS 1.3', { KEDA_SERVICE_MIN_TLS_VERSION: 'TLS13' }),
  variables(/^keda-operator$/, 'it reads no Secret of a tenant; it sees objects of all namespaces', {
    KEDA_RESTRICT_SECRET_ACCESS: 'true',
    WATCH_NAMESPACE: '',
  }),
  variables(/^keda-metrics-apiserver$/, 'it sees objects of all namespaces', { WATCH_NAMESPACE: '' }),
  variables(/^(crossplane|rbac-manager)$/, 'one of two is the leader', { LEADER_ELECTION: 'true' }),
  variables(/^crossplane(-init)?$/, 'certificates where the other looks for them', {
    'TLS_CLIENT_CERTS_DIR?': '/tls/client',
    'TLS_SERVER_CERTS_DIR?': '/tls/server',
    TLS_CLIENT_SECRET_NAME: 'crossplane-tls-client',
    TLS_SERVER_SECRET_NAME: 'crossplane-tls-server',
    'TLS_CA_SECRET_NAME?': 'crossplane-root-ca',
    'WEBHOOK_SERVICE_NAME?': 'crossplane-webhooks',
    'WEBHOOK_SERVICE_NAMESPACE?': 'crossplane-system',
    'WEBHOOK_SERVICE_PORT?': '9443',
    'CRDS_PATH?': '/no-crds',
  }),
  variables(
    /^(fill-models|prepare-models)$/,
    'models come from the bucket of the region to the tenant’s volume, and a passing fault is retried',
    {
      TARGET: '/models',
      'SOURCE?': '/source',
      'CACHE?': '/cache',
      'AWS_MAX_ATTEMPTS?': '8',
      'AWS_RETRY_MODE?': 'standard',
      'HOME?': '/tmp',
      'S3_REGION_NAME?': that('its cluster’s', (region, { file }) => file.startsWith(`${String(region)}/`)),
      MODELS: matches(
        /^(registry\.ollama\.ai\/library\/[a-z0-9.-]+\/[a-z0-9._-]+ (-|sha256:[0-9a-f]{64})\n?)+$/,
      ),
      'WAIT_SECONDS?': between(300, 7200),
    },
    inAws,
  ),
  variables(/^stop-other-versions$/, 'the old version is stopped in the tenant’s namespace alone', {
    API: 'https://kubernetes.default.svc',
    NAMESPACE: that('the tenant’s', (namespace, subject) => namespace === `tenant-${tenantOf(subject)}`),
    TOKEN_DIR: '/var/run/paddock/token',
    DEADLINE_SECONDS: between(300, 1800),
  }),
  {
    of: ['container', 'init container'],
    in: /^(?!local).*\/tenants\//,
    named: /^(open-webui|migrate|wait-for-schema|bootstrap-database)$/,
    why: 'each password opens one thing, and comes from the tenant’s own Secret',
    settings: {
      'env[name=WEBUI_SECRET_KEY]?.valueFrom.secretKeyRef': secretOf('webui-secret-key'),
      'env[name=WEBUI_ADMIN_PASSWORD]?.valueFrom.secretKeyRef': secretOf('admin-password'),
      'env[name=DATABASE_PASSWORD]?.valueFrom.secretKeyRef': secretOf('database-password'),
      'env[name=MIGRATE_PASSWORD]?.valueFrom.secretKeyRef': secretOf('database-migrate-password'),
      'env[name=APP_PASSWORD]?.valueFrom.secretKeyRef': secretOf('database-password'),
      'env[name=CACHE_PASSWORD]?.valueFrom.secretKeyRef': secretOf('cache-password'),
      'env[name=BUS_PASSWORD]?.valueFrom.secretKeyRef': secretOf('bus-password'),
    },
  },
  {
    of: 'container',
    why: 'a Go program collects its garbage before it meets the limit of its memory',
    settings: {
      'env?[name=GOMEMLIMIT]?.valueFrom?.resourceFieldRef': that<{
        containerName: string
        divisor: string
        resource: string
      }>(
        'its own limit',
        (from, { name }) =>
          from.containerName === name && from.divisor === '1' && from.resource === 'limits.memory',
      ),
      'env?[name=POD_NAMESPACE]?.valueFrom.fieldRef.fieldPath': 'metadata.namespace',
      'env?[name=POD_NAME]?.valueFrom.fieldRef.fieldPath': 'metadata.name',
      'env?[name=POD]?.valueFrom.fieldRef.fieldPath': 'metadata.name',
      'env?[name=POD_SERVICE_ACCOUNT]?.valueFrom.fieldRef.fieldPath': 'spec.serviceAccountName',
      'env?': that<readonly { name: string }[]>('known names, each once', (list) => {
        const names = list.map(({ name }) => name)
        return new Set(names).size === names.length && names.every((name) => !/[a-z]/.test(name))
      }),
    },
  },
  {
    of: 'container',
    named: /^argocd-/,
    why: 'a program of Argo CD reads each setting from Argo CD’s own settings',
    settings: {
      'env[*].valueFrom?.configMapKeyRef?.name': oneOf('argocd-cm', 'argocd-cmd-params-cm'),
      'env[name=ARGOCD_GPG_ENABLED]?.value': 'false',
      'env[name=ARGOCD_GIT_ATTEMPTS_COUNT]?.value': '3',
    },
  },
]
