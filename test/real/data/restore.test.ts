import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Server, startServer } from '../../data/server.ts'
import { inDebian, scripts } from './debian.ts'

const database = 'restored'
const place = {
  PGHOST: '127.0.0.1',
  PGPORT: '15432',
  PGDATABASE: database,
  PGUSER: 'postgres',
  PGPASSWORD: 'superuser',
}
const url = (user: string) =>
  `postgresql://${user}:secret${user.replaceAll('_', '')}@127.0.0.1:15432/${database}`
let server: Server

async function bootstrap(tenant: string): Promise<string> {
  const suffix = tenant.replaceAll('-', '_')
  const { code, out, err } = await inDebian('postgres', ['bash', `${scripts}/bootstrap.sh`], {
    ...place,
    TENANT: tenant,
    CONNECTION_LIMIT: '10',
    MIGRATE_LIMIT: '3',
    APP_PASSWORD: `secretapp${suffix.replaceAll('_', '')}`,
    MIGRATE_PASSWORD: `secretmigrate${suffix.replaceAll('_', '')}`,
    SQL_DIR: scripts,
    WAIT_SECONDS: '20',
  })
  expect(err).toBe('')
  expect(code).toBe(0)
  return out
}

/** Rows, a checksum and the owner of every table of a tenant, seen as the role that may read them all. */
async function fingerprint(role: string): Promise<string> {
  const sql = `select 'chat', count(*), md5(string_agg(chat::text, '|' order by id)) from chat
    union all select 'document_chunk', count(*), md5(string_agg(document_chunk::text, '|' order by id)) from document_chunk
    union all select tablename, 0, tableowner from pg_tables where schemaname like 'tenant%' order by 1, 2, 3`
  const { out, err } = await inDebian('postgres', ['psql', '-X', '-A', '-t', '-d', url(role), '-c', sql])
  expect(err).toBe('')
  return out
}

const psql = (role: string, sql: string) =>
  inDebian('postgres', ['psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', url(role), '-c', sql])

beforeAll(async () => {
  server = await startServer()
  const root = await server.connect('postgres', 'superuser', 'postgres')
  await root.query(`drop database if exists ${database} with (force)`)
  await root.query(`create database ${database}`)
  await root.end()
})
afterAll(() => server.stop())

test('a tenant is bootstrapped by the script, dumped, dropped and restored; the other is untouched', async () => {
  expect(await bootstrap('cedar')).toContain('tenant cedar is ready')
  await bootstrap('cedar')
  await bootstrap('dune-sea')
  for (const tenant of ['cedar', 'dune_sea']) {
    const made = await psql(
      `migrate_${tenant}`,
      `create table chat (id serial primary key, text text); insert into chat (text) select 'line ' || n || E'\\n''q' from generate_series(1, 1500) n`,
    )
    expect(made.err).toBe('')
    const chunk = await psql(
      `app_${tenant}`,
      `create table document_chunk (id int primary key, vector vector(3)); insert into document_chunk select n, array[n, 1, 2]::vector from generate_series(1, 50) n`,
    )
    expect(chunk.err).toBe('')
  }
  const before = { cedar: await fingerprint('app_cedar'), dune: await fingerprint('app_dune_sea') }
  expect(before.cedar).toMatch(/^chat\|1500\|[0-9a-f]{32}$/m)

  const dump = await inDebian('postgres', ['bash', `${scripts}/export.sh`], {
    MIGRATE_DATABASE_URL: url('migrate_cedar'),
    DATABASE_URL: url('app_cedar'),
    DATABASE_SCHEMA: 'tenant_cedar',
    OUT: '/tmp/export',
  })
  expect(dump).toMatchObject({ code: 0, err: '' })

  const again = await inDebian('postgres', ['bash', `${scripts}/restore.sh`], {
    MIGRATE_DATABASE_URL: url('migrate_cedar'),
    DATABASE_URL: url('app_cedar'),
    DATABASE_SCHEMA: 'tenant_cedar',
    IN: '/tmp/export',
  })
  expect(again.err).toContain('holds 2 tables; drop them first')

  expect((await psql('app_cedar', 'drop table document_chunk')).err).toBe('')
  expect((await psql('migrate_cedar', 'drop table chat')).err).toBe('')
  const restored = await inDebian('postgres', ['bash', `${scripts}/restore.sh`], {
    MIGRATE_DATABASE_URL: url('migrate_cedar'),
    DATABASE_URL: url('app_cedar'),
    DATABASE_SCHEMA: 'tenant_cedar',
    IN: '/tmp/export',
  })
  expect(restored).toMatchObject({ code: 0, err: '' })
  expect(await fingerprint('app_cedar')).toBe(before.cedar)
  expect(await fingerprint('app_dune_sea')).toBe(before.dune)

  const { out } = await psql('app_cedar', 'select count(*) from chat')
  expect(out).toContain('1500')
  const bare = await inDebian('postgres', [
    'psql',
    '-X',
    '-A',
    '-t',
    '-d',
    url('migrate_cedar'),
    '-c',
    `select count(*) from pg_class where relnamespace = 'tenant_cedar'::regnamespace and relkind = 'r' and not (relrowsecurity and relforcerowsecurity)`,
  ])
  expect(bare.out.trim()).toBe('0')
})

test('a damaged dump is refused before anything is read', async () => {
  await inDebian('postgres', [
    'sh',
    '-c',
    'mkdir -p /tmp/damaged && cp /tmp/export/* /tmp/damaged && echo x >> /tmp/damaged/database.sql',
  ])
  const { code, err } = await inDebian('postgres', ['bash', `${scripts}/restore.sh`], {
    MIGRATE_DATABASE_URL: url('migrate_cedar'),
    DATABASE_URL: url('app_cedar'),
    DATABASE_SCHEMA: 'tenant_cedar',
    IN: '/tmp/damaged',
  })
  expect(code).not.toBe(0)
  expect(err).toContain('checksum did NOT match')
})

test('the script gives up on a server that is away, and refuses a password that would be split', async () => {
  const env = {
    ...place,
    TENANT: 'cedar',
    CONNECTION_LIMIT: '1',
    MIGRATE_LIMIT: '1',
    APP_PASSWORD: 'a',
    MIGRATE_PASSWORD: 'b',
    SQL_DIR: scripts,
    WAIT_SECONDS: '0',
  }
  const away = await inDebian('postgres', ['bash', `${scripts}/bootstrap.sh`], { ...env, PGPORT: '1' })
  expect(away).toMatchObject({ code: 1, err: 'bootstrap: no database at 127.0.0.1 after 0 s\n' })
  const split = await inDebian('postgres', ['bash', `${scripts}/bootstrap.sh`], {
    ...env,
    APP_PASSWORD: 'a -c x=y',
  })
  expect(split).toMatchObject({ code: 1, err: 'bootstrap: a password holds more than letters and digits\n' })
})
