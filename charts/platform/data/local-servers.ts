import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { imageReference } from '../../../lib/catalog/images.ts'
import { MiB } from '../../../lib/catalog/units.ts'
import { draw } from '../../../lib/kube/draw.ts'
import { environment, resources, restrictedContainer, restrictedPod, scratch } from '../../../lib/kube/pod.ts'
import { digest } from '../../../lib/kube/script.ts'
import { databaseName, localDatabaseHost } from '../../../lib/resolve/database.ts'
import { platform } from '../../../lib/resolve/names.ts'
import type { Env } from '../../../lib/resolve/pod-types.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { dataScripts } from '../../kit/database/scripts.ts'
import { drawSecretsJob } from '../../kit/database/secrets-job.ts'
import { startCache } from './scripts.ts'

const namespace = platform.data
/** Users of the images. */
const users = { postgres: 999, valkey: 999 } as const

interface Server {
  readonly name: keyof typeof users
  readonly image: string
  readonly command?: readonly string[]
  readonly env: Env
  readonly port: number
  readonly probe: readonly string[]
  readonly dataPath: string
  readonly memoryBytes: number
  /** Writable folders besides the volume. */
  readonly scratch: Readonly<Record<string, string>>
}

const servers: readonly Server[] = [
  {
    name: 'postgres',
    image: imageReference('pgvector'),
    env: {
      PGDATA: '/var/lib/postgresql/data/pgdata',
      POSTGRES_DB: databaseName,
      POSTGRES_PASSWORD: { secret: 'postgres-admin', key: 'password' },
      POSTGRES_USER: 'postgres',
    },
    port: 5432,
    probe: ['pg_isready', '--quiet', '--username=postgres', '--host=127.0.0.1'],
    dataPath: '/var/lib/postgresql/data',
    memoryBytes: 512 * MiB,
    scratch: { run: '/var/run/postgresql', tmp: '/tmp' },
  },
  {
    name: 'valkey',
    image: imageReference('valkey'),
    command: ['bash', '/scripts/start-cache.sh'],
    env: { ADMIN_PASSWORD: { secret: 'valkey-admin', key: 'password' }, DATA_DIR: '/data' },
    port: 6379,
    // Any answer, even NOAUTH, shows that the server is serving.
    probe: ['bash', '-c', 'valkey-cli ping | grep -Eq "PONG|NOAUTH"'],
    dataPath: '/data',
    memoryBytes: 256 * MiB,
    scratch: { tmp: '/tmp' },
  },
]

/** PostgreSQL and Valkey of a laptop cluster, with generated administrators. */
export function localServerCharts(scope: Construct, cluster: ResolvedCluster): Chart[] {
  const secrets = new Chart(scope, 'secrets', { namespace, labels: cluster.labels })
  drawSecretsJob(secrets, { labels: cluster.labels, priorityClass: 'platform' }, 'postgres-admin', 48, [
    {
      namespace,
      name: 'postgres-admin',
      keys: ['password'],
      literals: { host: localDatabaseHost, username: 'postgres' },
    },
  ])
  drawSecretsJob(secrets, { labels: cluster.labels, priorityClass: 'platform' }, 'valkey-admin', 48, [
    { namespace, name: 'valkey-admin', keys: ['password'] },
  ])
  return [secrets, ...servers.map((server) => serverChart(scope, cluster, server))]
}

function serverChart(scope: Construct, cluster: ResolvedCluster, server: Server): Chart {
  const { name, port } = server
  const labels = { 'app.kubernetes.io/name': name }
  const chart = new Chart(scope, name, { namespace, labels: cluster.labels })
  draw(chart, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace },
    automountServiceAccountToken: false,
  })
  draw(chart, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, labels },
    spec: { selector: labels, ports: [{ name: 'main', port, protocol: 'TCP', targetPort: 'main' }] },
  })
  draw(chart, {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name, namespace, labels },
    spec: {
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      replicas: 1,
      selector: { matchLabels: labels },
      serviceName: name,
      template: {
        metadata: {
          labels: { ...cluster.labels, ...labels },
          annotations: { 'paddock.dev/scripts': digest(startCache) },
        },
        spec: {
          automountServiceAccountToken: false,
          containers: [container(server)],
          enableServiceLinks: false,
          priorityClassName: 'platform',
          securityContext: restrictedPod(users[name]),
          serviceAccountName: name,
          terminationGracePeriodSeconds: 60,
          volumes: [
            { configMap: { name: dataScripts }, name: 'scripts' },
            ...Object.keys(server.scratch).map((volume) => scratch(volume, 64 * MiB)),
          ],
        },
      },
      volumeClaimTemplates: [
        {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: { name: 'data' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } } },
        },
      ],
    },
  })
  return chart
}

function container(server: Server) {
  const probe = { exec: { command: [...server.probe] } }
  return {
    ...(server.command ? { command: [...server.command] } : {}),
    env: environment(server.env),
    image: server.image,
    livenessProbe: { ...probe, failureThreshold: 6, periodSeconds: 10, timeoutSeconds: 5 },
    name: server.name,
    ports: [{ containerPort: server.port, name: 'main', protocol: 'TCP' }],
    readinessProbe: { ...probe, failureThreshold: 3, periodSeconds: 5, timeoutSeconds: 5 },
    resources: resources({
      cpuMillis: 100,
      memoryBytes: server.memoryBytes,
      memoryLimitBytes: server.memoryBytes * 2,
      ephemeralBytes: 128 * MiB,
      gpus: 0,
    }),
    securityContext: restrictedContainer,
    startupProbe: { ...probe, failureThreshold: 60, periodSeconds: 2, timeoutSeconds: 5 },
    volumeMounts: [
      { mountPath: server.dataPath, name: 'data' },
      { mountPath: '/scripts', name: 'scripts', readOnly: true },
      ...Object.entries(server.scratch).map(([name, mountPath]) => ({ mountPath, name })),
    ],
  }
}
