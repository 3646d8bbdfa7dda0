import type { Chart } from 'cdk8s'
import { imageReference } from '../../../lib/catalog/images.ts'
import { MiB } from '../../../lib/catalog/units.ts'
import { draw } from '../../../lib/kube/draw.ts'
import { jobSpec } from '../../../lib/kube/job.ts'
import { digest } from '../../../lib/kube/script.ts'
import { databaseName, databasePort } from '../../../lib/resolve/database.ts'
import { platform } from '../../../lib/resolve/names.ts'
import type { Labels } from '../../../lib/resolve/pod-types.ts'
import type { ResolvedTenant } from '../../../lib/resolve/types.ts'
import { dataScripts, heartbeatFiles } from './scripts.ts'

const namespace = platform.data
/** Name label of the pods. The network policy of the databases admits pods with this label. */
export const heartbeatRole = 'heartbeat'
/** User `postgres` of the image. */
const postgresUser = 999
/** Kubernetes starts a CronJob at most once a minute. The lag alarm, at 30 s, needs a write much more often. */
const rhythm = { beats: 6, everySeconds: 10 } as const
/** Longest life of one Job. */
const beatSeconds = 90

/** Settings of a heartbeat: the database, the Secret of its administrator, and the owner of the pods. */
export interface Heartbeat {
  /** Suffix of the CronJob's name. */
  readonly of: string
  /** It runs as the administrator, whose password is in this namespace anyway. */
  readonly administrator: Required<
    Pick<ResolvedTenant['database']['bootstrap'], 'host' | 'username' | 'password' | 'ca'>
  >
  /** Labels of the CronJob besides those of its chart. */
  readonly labels: Labels
  /** Labels of its pods. */
  readonly podLabels: Labels
  readonly priorityClass: string
}

/** Draws the CronJob of a database that has a replica: a cell's, or that of one tenant. */
export function drawHeartbeat(
  chart: Chart,
  { of, administrator, labels, podLabels, priorityClass }: Heartbeat,
): void {
  const { ca, host, password, username } = administrator
  const role = { 'app.kubernetes.io/name': heartbeatRole }
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
      deadlineSeconds: beatSeconds,
    },
    { ...podLabels, ...role },
    priorityClass,
  )
  draw(chart, {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: {
      name: `heartbeat-${of}`,
      namespace,
      labels: { ...role, ...labels },
      annotations: { 'paddock.dev/scripts': digest(heartbeatFiles) },
    },
    spec: {
      concurrencyPolicy: 'Allow',
      failedJobsHistoryLimit: 1,
      // The next minute starts a new Job, so a retry of this one would only be late, and one that finds no node must end.
      jobTemplate: {
        spec: {
          ...spec,
          activeDeadlineSeconds: beatSeconds,
          backoffLimit: 0,
          ttlSecondsAfterFinished: 300,
        },
      },
      schedule: '* * * * *',
      startingDeadlineSeconds: 30,
      successfulJobsHistoryLimit: 1,
    },
  })
}
