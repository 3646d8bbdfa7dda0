import type { Chart } from 'cdk8s'
import { type AdministeredDatabase, drawMinutely } from './minutely.ts'
import { sessionFiles } from './scripts.ts'

/** Name label of the pods. The network policy of the databases admits pods with this label. */
export const sessionsRole = 'sessions'

/** Draws the CronJob that bounds the sessions of a cell's tenants. A tenant's own database needs none. */
export function drawSessions(chart: Chart, database: AdministeredDatabase): void {
  drawMinutely(chart, database, {
    role: sessionsRole,
    command: ['psql', '--no-psqlrc', '--quiet', '--set=ON_ERROR_STOP=1', '--file=/scripts/sessions.sql'],
    env: {},
    files: sessionFiles,
  })
}
