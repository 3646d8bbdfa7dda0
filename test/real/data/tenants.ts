import { expect } from 'vitest'
import { inDebian, scripts } from './debian.ts'

/** Port of the suite's server, as `setup.ts` gives it. */
export const port = process.env['PADDOCK_TEST_PG']?.split(':')[1] ?? ''

/** How the administrator reaches a database of the suite's server. */
export const place = (database: string) => ({
  PGHOST: '127.0.0.1',
  PGPORT: port,
  PGDATABASE: database,
  PGUSER: 'postgres',
  PGPASSWORD: 'superuser',
})

/** Connection URL of a tenant's role, as its pods have it. */
export const urlOf = (database: string) => (role: string) =>
  `postgresql://${role}:secret${role.replaceAll('_', '')}@127.0.0.1:${port}/${database}`

/** Prepares a tenant by the very script that does it in clusters. */
export async function bootstrap(database: string, tenant: string): Promise<string> {
  const suffix = tenant.replaceAll('-', '')
  const { code, out, err } = await inDebian('postgres', ['bash', `${scripts}/bootstrap.sh`], {
    ...place(database),
    TENANT: tenant,
    CONNECTION_LIMIT: '10',
    MIGRATE_LIMIT: '3',
    APP_PASSWORD: `secretapp${suffix}`,
    MIGRATE_PASSWORD: `secretmigrate${suffix}`,
    SQL_DIR: scripts,
    WAIT_SECONDS: '20',
  })
  expect(err).toBe('')
  expect(code).toBe(0)
  return out
}

/** Runs SQL as one of a tenant's roles. */
export const psql = (database: string, role: string, sql: string) =>
  inDebian('postgres', ['psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', urlOf(database)(role), '-c', sql])

/** A table of each owner, with rows that a careless dump would not bring back. */
export async function fill(database: string, sqlName: string): Promise<void> {
  const made = await psql(
    database,
    `migrate_${sqlName}`,
    `create table chat (id serial primary key, text text); insert into chat (text) select 'line ' || n || E'\\n''q' from generate_series(1, 1500) n; create table reply (id int primary key, chat int references chat)`,
  )
  expect(made.err).toBe('')
  const chunk = await psql(
    database,
    `app_${sqlName}`,
    `create table document_chunk (id int primary key, vector vector(3)); insert into document_chunk select n, array[n, 1, 2]::vector from generate_series(1, 50) n`,
  )
  expect(chunk.err).toBe('')
}

/** Drops all of a tenant's tables by the very file that a restore begins with. */
export async function dropTables(database: string, sqlName: string): Promise<void> {
  // The second run finds nothing to drop.
  for (const role of ['migrate', 'app', 'app']) {
    const { code, err } = await inDebian('postgres', [
      'psql',
      '--no-psqlrc',
      '--quiet',
      '--set=ON_ERROR_STOP=1',
      `--set=schema=tenant_${sqlName}`,
      `--dbname=${urlOf(database)(`${role}_${sqlName}`)}`,
      `--file=${scripts}/drop-tables.sql`,
    ])
    expect({ code, err }).toEqual({ code: 0, err: '' })
  }
}

/** Rows, a checksum and the owner of every table of a tenant, seen as the role that may read them all. */
export async function fingerprint(database: string, role: string): Promise<string> {
  const sql = `select 'chat', count(*), md5(string_agg(chat::text, '|' order by id)) from chat
    union all select 'document_chunk', count(*), md5(string_agg(document_chunk::text, '|' order by id)) from document_chunk
    union all select tablename, 0, tableowner from pg_tables where schemaname like 'tenant%' order by 1, 2, 3`
  const url = urlOf(database)(role)
  const { out, err } = await inDebian('postgres', ['psql', '-X', '-A', '-t', '-d', url, '-c', sql])
  expect(err).toBe('')
  return out
}
