import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type Server, startServer } from '../../data/server.ts'
import { inDebian, scripts } from './debian.ts'
import { bootstrap, dropTables, fill, fingerprint, place, psql, urlOf } from './tenants.ts'

const database = 'restored'
const url = urlOf(database)
const connections = {
  MIGRATE_DATABASE_URL: url('migrate_cedar'),
  DATABASE_URL: url('app_cedar'),
  DATABASE_SCHEMA: 'tenant_cedar',
}
let server: Server

beforeAll(async () => {
  server = await startServer()
  await freshDatabase(server, database)
})
afterAll(() => server.stop())

test('a tenant is bootstrapped by the script, dumped, dropped and restored; the other is untouched', async () => {
  expect(await bootstrap(database, 'cedar')).toContain('tenant cedar is ready')
  await bootstrap(database, 'cedar')
  await bootstrap(database, 'dune-sea')
  for (const tenant of ['cedar', 'dune_sea']) await fill(database, tenant)
  const before = {
    cedar: await fingerprint(database, 'app_cedar'),
    dune: await fingerprint(database, 'app_dune_sea'),
  }
  expect(before.cedar).toMatch(/^chat\|1500\|[0-9a-f]{32}$/m)

  const dump = await inDebian('postgres', ['bash', `${scripts}/export.sh`], {
    ...connections,
    OUT: '/tmp/export',
  })
  expect(dump).toMatchObject({ code: 0, err: '' })

  const again = await inDebian('postgres', ['bash', `${scripts}/restore.sh`], {
    ...connections,
    IN: '/tmp/export',
  })
  expect(again.err).toContain('has 3 tables; drop them first')

  await dropTables(database, 'cedar')
  const restored = await inDebian('postgres', ['bash', `${scripts}/restore.sh`], {
    ...connections,
    IN: '/tmp/export',
  })
  expect(restored).toMatchObject({ code: 0, err: '' })
  expect(await fingerprint(database, 'app_cedar')).toBe(before.cedar)
  expect(await fingerprint(database, 'app_dune_sea')).toBe(before.dune)

  const { out } = await psql(database, 'app_cedar', 'select count(*) from chat')
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
    'mkdir -p /tmp/damaged && cp /tmp/export/* /tmp/damaged && echo x >> /tmp/damaged/database.dump',
  ])
  const { code, err } = await inDebian('postgres', ['bash', `${scripts}/restore.sh`], {
    ...connections,
    IN: '/tmp/damaged',
  })
  expect(code).not.toBe(0)
  expect(err).toContain('checksum did NOT match')
})

test('the script gives up on a server that is away, and refuses a password that would be split', async () => {
  const env = {
    ...place(database),
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
  expect(split).toMatchObject({
    code: 1,
    err: 'bootstrap: a password has characters other than letters and digits\n',
  })
})
