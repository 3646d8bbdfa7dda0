import { expect, test } from 'vitest'
import { databaseParameters } from '../../crossplane/apis/postgres-database/parameters.ts'

/**
 * Values that RDS itself gives to new parameter groups of PostgreSQL, of the parameters that are set here (`Source:
 * system` in what `describe-db-parameters` says); the others have none.
 */
const ofRds: Readonly<Record<string, string>> = {
  idle_in_transaction_session_timeout: '86400000',
  log_autovacuum_min_duration: '10000',
  max_connections: 'LEAST({DBInstanceClassMemory/9531392},5000)',
  'rds.force_ssl': '1',
  shared_preload_libraries: 'pg_stat_statements',
}
/** Read at the start alone. @see https://www.postgresql.org/docs/17/view-pg-settings.html */
const atStart = ['max_connections', 'rds.restrict_password_commands', 'shared_preload_libraries']

test('what is as RDS has it, and what is read at the start, waits for a reboot: RDS reports nothing else', () => {
  const waits = databaseParameters.filter(
    ({ name, value }) => ofRds[name] === value || atStart.includes(name),
  )
  expect(waits.map(({ name }) => name).sort()).toEqual([
    'log_autovacuum_min_duration',
    'max_connections',
    'rds.force_ssl',
    'rds.restrict_password_commands',
    'shared_preload_libraries',
  ])
  expect(waits.filter(({ applyMethod }) => applyMethod !== 'pending-reboot')).toEqual([])
})

test('all others take effect at once', () => {
  const others = databaseParameters.filter(
    ({ name, value }) => ofRds[name] !== value && !atStart.includes(name),
  )
  expect(others.filter(({ applyMethod }) => applyMethod !== 'immediate')).toEqual([])
})
