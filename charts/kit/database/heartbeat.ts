import type { Chart } from 'cdk8s'
import { type AdministeredDatabase, drawMinutely } from './minutely.ts'
import { heartbeatFiles } from './scripts.ts'

/** Name label of the pods. The network policy of the databases admits pods with this label. */
export const heartbeatRole = 'heartbeat'
/** Kubernetes starts a CronJob at most once a minute. The lag alarm, at 30 s, needs a write much more often. */
const rhythm = { beats: 6, everySeconds: 10 } as const

/** Draws the CronJob of a database that has a replica: a cell's, or that of one tenant. */
export function drawHeartbeat(chart: Chart, database: AdministeredDatabase): void {
  drawMinutely(chart, database, {
    role: heartbeatRole,
    command: ['bash', '/scripts/heartbeat.sh'],
    env: {
      BEATS: String(rhythm.beats),
      EVERY_SECONDS: String(rhythm.everySeconds),
      SQL_DIR: '/scripts',
    },
    files: heartbeatFiles,
  })
}
