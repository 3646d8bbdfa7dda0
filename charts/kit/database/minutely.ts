import type { Chart } from 'cdk8s'
import { imageReference } from '../../../lib/catalog/images.ts'
import { MiB } from '../../../lib/catalog/units.ts'
import { draw } from '../../../lib/kube/draw.ts'
import { jobSpec } from '../../../lib/kube/job.ts'
import { digest, type Script } from '../../../lib/kube/script.ts'
import { databaseName, databasePort } from '../../../lib/resolve/database.ts'
import { platform } from '../../../lib/resolve/names.ts'
import type { Labels } from '../../../lib/resolve/pod-types.ts'
import type { ResolvedTenant } from '../../../lib/resolve/types.ts'
import { dataScripts } from './scripts.ts'

const namespace = platform.data
/** User `postgres` of the image. */
const postgresUser = 999
/** Longest life of one Job. */
const runSeconds = 90

/** A database, the Secret of its administrator, and the owner of the pods that work on it. */
export interface AdministeredDatabase {
  /** Suffix of the CronJob's name. */
  readonly of: string
  /** They run as the administrator, whose password is in this namespace anyway. */
  readonly administrator: Required<
    Pick<ResolvedTenant['database']['bootstrap'], 'host' | 'username' | 'password' | 'ca'>
  >
  /** Labels of the CronJob besides those of its chart. */
  readonly labels: Labels
  /** Labels of its pods. */
  readonly podLabels: Labels
  readonly priorityClass: string
}

/** Work that the administrator does on a database once a minute. */
export interface MinutelyWork {
  /** Name label of the pods. The network policy of the databases admits pods with this label. */
  readonly role: string
  readonly command: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly files: readonly Script[]
}

/** Draws its CronJob. */
export function drawMinutely(
  chart: Chart,
  { of, administrator, labels, podLabels, priorityClass }: AdministeredDatabase,
  work: MinutelyWork,
): void {
  const { ca, host, password, username } = administrator
  const role = { 'app.kubernetes.io/name': work.role }
  const spec = jobSpec(
    {
      name: work.role,
      user: postgresUser,
      image: imageReference('postgres'),
      command: [...work.command],
      env: {
        PGDATABASE: databaseName,
        PGHOST: host,
        PGPASSWORD: password,
        PGPORT: String(databasePort),
        PGSSLMODE: 'verify-full',
        PGSSLROOTCERT: '/etc/paddock/database/ca.pem',
        PGUSER: username,
        ...work.env,
      },
      pod: {
        cpuMillis: 10,
        memoryBytes: 32 * MiB,
        memoryLimitBytes: 64 * MiB,
        ephemeralBytes: 64 * MiB,
        gpus: 0,
      },
      scripts: { configMap: dataScripts, sources: [...work.files] },
      volumes: [{ name: 'ca', secret: { items: [{ key: ca.key, path: 'ca.pem' }], secretName: ca.secret } }],
      mounts: [{ mountPath: '/etc/paddock/database', name: 'ca', readOnly: true }],
      deadlineSeconds: runSeconds,
    },
    { ...podLabels, ...role },
    priorityClass,
  )
  draw(chart, {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: {
      name: `${work.role}-${of}`,
      namespace,
      labels: { ...role, ...labels },
      annotations: { 'paddock.dev/scripts': digest([...work.files]) },
    },
    spec: {
      concurrencyPolicy: 'Allow',
      failedJobsHistoryLimit: 1,
      // The next minute starts a new Job, so a retry of this one would only be late, and one that finds no node must end.
      jobTemplate: {
        spec: {
          ...spec,
          activeDeadlineSeconds: runSeconds,
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
