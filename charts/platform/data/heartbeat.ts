import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { imageReference } from '../../../lib/catalog/images.ts'
import { draw } from '../../../lib/kube/draw.ts'
import { jobSpec } from '../../../lib/kube/job.ts'
import { digest } from '../../../lib/kube/script.ts'
import { cellAdministrator, databaseName, databasePort } from '../../../lib/resolve/database.ts'
import { cellNames, platform } from '../../../lib/resolve/names.ts'
import type { ResolvedCell, ResolvedCluster } from '../../../lib/resolve/types.ts'
import { dataScripts, heartbeatFiles } from './scripts.ts'

const MiB = 1024 ** 2
const namespace = platform.data
/** Name label of its pods, by which the network policy lets them through to the databases. */
export const heartbeatRole = 'heartbeat'
/** User `postgres` of the image. */
const postgresUser = 999
/** Kubernetes starts a CronJob once a minute at most; the lag alarm, at 30 s, needs a beat well within that. */
const rhythm = { beats: 6, everySeconds: 10 } as const

/** One CronJob for each cell that has a replica. It runs as the administrator, whose password stands here anyway. */
export function heartbeatChart(scope: Construct, cluster: ResolvedCluster): Chart {
  const chart = new Chart(scope, 'heartbeat', { namespace, labels: cluster.labels })
  for (const cell of cluster.cells) {
    // What was handed over is written to no more.
    if (cell.replicateTo.length > 0 && cell.role === 'serving') drawHeartbeat(chart, cluster, cell)
  }
  return chart
}

function drawHeartbeat(chart: Chart, cluster: ResolvedCluster, { id }: ResolvedCell): void {
  const { ca, host, password, username } = cellAdministrator(id)
  const spec = jobSpec(
    {
      name: heartbeatRole,
      user: postgresUser,
      image: imageReference('postgres'),
      command: ['bash', '/scripts/heartbeat.sh'],
      env: {
        BEATS: String(rhythm.beats),
        EVERY_SECONDS: String(rhythm.everySeconds),
        PGDATABASE: databaseName,
        PGHOST: host,
        PGPASSWORD: password,
        PGPORT: String(databasePort),
        PGSSLMODE: 'verify-full',
        PGSSLROOTCERT: '/etc/paddock/database/ca.pem',
        PGUSER: username,
        SQL_DIR: '/scripts',
      },
      pod: {
        cpuMillis: 10,
        memoryBytes: 32 * MiB,
        memoryLimitBytes: 64 * MiB,
        ephemeralBytes: 64 * MiB,
        gpus: 0,
      },
      scripts: { configMap: dataScripts, sources: heartbeatFiles },
      volumes: [{ name: 'ca', secret: { items: [{ key: ca.key, path: 'ca.pem' }], secretName: ca.secret } }],
      mounts: [{ mountPath: '/etc/paddock/database', name: 'ca', readOnly: true }],
      deadlineSeconds: 90,
    },
    { ...cluster.labels, 'app.kubernetes.io/name': heartbeatRole },
    'platform',
  )
  draw(chart, {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: {
      name: `heartbeat-${cellNames(id).cell}`,
      namespace,
      labels: { 'app.kubernetes.io/name': heartbeatRole, 'paddock.dev/cell': id },
      annotations: { 'paddock.dev/scripts': digest(heartbeatFiles) },
    },
    spec: {
      concurrencyPolicy: 'Allow',
      failedJobsHistoryLimit: 1,
      // The next minute tries again; a second try of this one would only be late.
      jobTemplate: { spec: { ...spec, backoffLimit: 0, ttlSecondsAfterFinished: 300 } },
      schedule: '* * * * *',
      startingDeadlineSeconds: 30,
      successfulJobsHistoryLimit: 1,
    },
  })
}
