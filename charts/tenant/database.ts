import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { draw } from '../../lib/kube/draw.ts'
import { guarded } from '../../lib/kube/guard.ts'
import { drawJob } from '../../lib/kube/job.ts'
import { platform } from '../../lib/resolve/names.ts'
import type { EnvValue } from '../../lib/resolve/pod-types.ts'
import type { ResolvedTenant } from '../../lib/resolve/types.ts'
import { drawHeartbeat } from '../kit/database/heartbeat.ts'
import { bootstrapFiles, createCacheUser, dataScripts } from '../kit/database/scripts.ts'
import { drawSecretsJob } from '../kit/database/secrets-job.ts'
import { passwordsReader } from '../kit/secret-readers.ts'
import { secretNameAnnotation } from './secrets.ts'

/** User `postgres` of the image. */
const postgresUser = 999
/** User `valkey` of the image. */
const valkeyUser = 999

/**
 * The objects that prepare the tenant's database and cache. They are in the platform's namespace, because they use the
 * administrator's credential, and have an Application of their own.
 */
export function databaseChart(scope: Construct, tenant: ResolvedTenant): Chart {
  const chart = new Chart(scope, 'database', { namespace: platform.data, labels: tenant.labels })
  if (tenant.secrets.source === 'local') drawLocalSecrets(chart, tenant)
  else drawPasswords(chart, tenant)
  // A replica refuses writes until its promotion, and has the objects of its source.
  if (tenant.state !== 'standby') drawBootstrap(chart, tenant)
  if (tenant.claims?.database && tenant.claims.replication === 'replicated') drawBeats(chart, tenant)
  if (tenant.cacheUser) drawCacheUser(chart, tenant, tenant.cacheUser)
  return chart
}

/**
 * The heartbeat of a tenant's own instance, like that of a cell. Without it, the copy of an idle tenant would seem minutes
 * behind and raise the alarm every night.
 */
function drawBeats(chart: Chart, { id, labels, priorityClass, database }: ResolvedTenant): void {
  const { ca, host, username, password } = database.bootstrap
  if (!ca) throw new Error(`tenant ${id}: a database on AWS is reached over TLS`)
  drawHeartbeat(chart, {
    of: `tenant-${id}`,
    administrator: { ca, host, username, password },
    labels: {},
    podLabels: labels,
    priorityClass,
  })
}

const passwordKeys = ['database-password', 'database-migrate-password']

/**
 * The passwords of the tenant's roles, read from its own namespace: the Job sets the passwords that the
 * application uses. Each tenant has a store, because a store reads one namespace.
 */
function drawPasswords(chart: Chart, { namespace, secrets, database }: ResolvedTenant): void {
  const { bootstrap } = database
  draw(chart, {
    apiVersion: 'external-secrets.io/v1',
    kind: 'SecretStore',
    metadata: { name: bootstrap.passwordSecret, namespace: bootstrap.namespace },
    spec: {
      provider: {
        kubernetes: {
          auth: { serviceAccount: { name: passwordsReader } },
          remoteNamespace: namespace,
          server: {
            caProvider: { key: 'ca.crt', name: 'kube-root-ca.crt', type: 'ConfigMap' },
            url: 'https://kubernetes.default.svc',
          },
        },
      },
    },
  })
  draw(chart, {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name: bootstrap.passwordSecret, namespace: bootstrap.namespace },
    spec: {
      data: passwordKeys.map((key) => ({ remoteRef: { key: secrets.name, property: key }, secretKey: key })),
      refreshInterval: '1m0s',
      secretStoreRef: { kind: 'SecretStore', name: bootstrap.passwordSecret },
      target: {
        creationPolicy: 'Owner',
        deletionPolicy: 'Retain',
        name: bootstrap.passwordSecret,
        template: { metadata: { annotations: { [secretNameAnnotation]: secrets.name } } },
      },
    },
  })
}

/** Account that makes a tenant's Secrets on a laptop. */
export function secretsMaker(id: string): string {
  return `secrets-${id}`
}

function drawLocalSecrets(chart: Chart, tenant: ResolvedTenant): void {
  const { namespace, secrets, database } = tenant
  drawSecretsJob(chart, tenant, secretsMaker(tenant.id), secrets.generated.length, [
    {
      namespace,
      name: secrets.name,
      keys: secrets.generated.keys,
      annotations: { [secretNameAnnotation]: secrets.name, ...guarded },
    },
    {
      namespace: platform.data,
      name: database.bootstrap.passwordSecret,
      keys: [...passwordKeys, 'cache-password'],
      annotations: guarded,
    },
  ])
}

function drawBootstrap(chart: Chart, tenant: ResolvedTenant): void {
  const { database } = tenant
  const { bootstrap } = database
  const { ca } = bootstrap
  const password = (key: string): EnvValue => ({ secret: bootstrap.passwordSecret, key })
  drawJob(
    chart,
    { ...tenant, namespace: bootstrap.namespace },
    {
      name: `database-${tenant.id}`,
      role: 'bootstrap-database',
      user: postgresUser,
      image: bootstrap.image,
      command: ['bash', '/scripts/bootstrap.sh'],
      env: {
        APP_PASSWORD: password('database-password'),
        CONNECTION_LIMIT: String(database.connectionLimit),
        MIGRATE_LIMIT: String(database.migrateConnectionLimit),
        MIGRATE_PASSWORD: password('database-migrate-password'),
        PGDATABASE: database.name,
        PGHOST: bootstrap.host,
        PGPASSWORD: bootstrap.password,
        PGPORT: String(database.port),
        PGSSLMODE: bootstrap.sslMode,
        ...(ca ? { PGSSLROOTCERT: '/etc/paddock/database/ca.pem' } : {}),
        PGUSER: bootstrap.username,
        SQL_DIR: '/scripts',
        TENANT: tenant.id,
        WAIT_SECONDS: '600',
      },
      pod: bootstrap.pod,
      scripts: { configMap: dataScripts, sources: bootstrapFiles },
      ...(ca
        ? {
            volumes: [
              { name: 'ca', secret: { items: [{ key: ca.key, path: 'ca.pem' }], secretName: ca.secret } },
            ],
            mounts: [{ mountPath: '/etc/paddock/database', name: 'ca', readOnly: true }],
          }
        : {}),
      deadlineSeconds: 3600,
    },
  )
}

function drawCacheUser(
  chart: Chart,
  tenant: ResolvedTenant,
  user: NonNullable<ResolvedTenant['cacheUser']>,
): void {
  drawJob(
    chart,
    { ...tenant, namespace: platform.data },
    {
      name: `cache-${tenant.id}`,
      role: 'create-cache-user',
      user: valkeyUser,
      image: user.image,
      command: ['bash', '/scripts/create-cache-user.sh'],
      env: {
        ACL_RULES: user.accessRules,
        HOST: user.host,
        PORT: '6379',
        REDISCLI_AUTH: { secret: 'valkey-admin', key: 'password' },
        USER_NAME: user.name,
        USER_PASSWORD: { secret: user.passwordSecret, key: 'cache-password' },
        WAIT_SECONDS: '600',
      },
      pod: user.pod,
      scripts: { configMap: dataScripts, sources: [createCacheUser] },
      deadlineSeconds: 3600,
    },
  )
}
