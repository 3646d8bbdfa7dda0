import { readFileSync } from 'node:fs'
import type { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { migrateConnectionLimit } from '../../lib/resolve/database.ts'
import { type Server, startServer } from './server.ts'

const sql = (name: string) =>
  readFileSync(new URL(`../../charts/kit/database/${name}`, import.meta.url), 'utf8')
const tenants = { a: 'acme-labs', b: 'bolt' } as const
const database = 'paddock'
const admin = { user: 'paddock_admin', password: 'administrator' }

let server: Server
let a: Client
let b: Client
let aMigrate: Client
let bMigrate: Client

async function bootstrap(
  tenant: string,
  limit = 8,
  appPassword = `app${tenant.replaceAll('-', '')}`,
): Promise<void> {
  const settings = {
    'paddock.tenant': tenant,
    'paddock.connection_limit': String(limit),
    'paddock.migrate_limit': String(migrateConnectionLimit),
    'paddock.app_password': appPassword,
    'paddock.migrate_password': `migrate${tenant.replaceAll('-', '')}`,
    'paddock.vector': server.hasVector ? 'present' : 'absent',
  }
  const { user, password } = server.superuser
  // Event triggers need a superuser here; the tenant's own file does with less.
  const cell = await server.connect(user, password, database, settings)
  await cell.query(sql('cell.sql'))
  await cell.end()
  const client = await server.connect(admin.user, admin.password, database, settings)
  try {
    await client.query(sql('tenant.sql'))
  } finally {
    await client.end()
  }
}

const app = (tenant: string) =>
  server.connect(`app_${tenant.replaceAll('-', '_')}`, `app${tenant.replaceAll('-', '')}`, database)
const migrate = (tenant: string) =>
  server.connect(`migrate_${tenant.replaceAll('-', '_')}`, `migrate${tenant.replaceAll('-', '')}`, database)

/** The code and message with which the server refuses a command. */
async function refusal(client: Client, command: string): Promise<string> {
  try {
    const answer = await client.query(command)
    return `not refused: ${answer.command} ${answer.rowCount}`
  } catch (cause) {
    await client.query('rollback').catch(() => {})
    const { code, message } = cause as { code: string; message: string }
    return `${code} ${message}`
  }
}

beforeAll(async () => {
  server = await startServer()
  const { user, password } = server.superuser
  const root = await server.connect(user, password, 'postgres')
  await root.query(`drop database if exists ${database} with (force)`)
  for (const { rows } of [
    await root.query(
      `select rolname from pg_roles where rolname ~ '^(app|migrate)_(acme_labs|bolt)$' or rolname = '${admin.user}'`,
    ),
  ]) {
    for (const { rolname } of rows) await root.query(`drop role "${rolname}"`)
  }
  await root.query(`create role ${admin.user} login createrole password '${admin.password}'`)
  await root.query(`create database ${database} owner ${admin.user}`)
  await root.end()
  // Twice, and both tenants at once: it is idempotent and serialises itself.
  await bootstrap(tenants.a)
  await Promise.all([bootstrap(tenants.a), bootstrap(tenants.b)])
  await bootstrap(tenants.b)
  ;[a, b, aMigrate, bMigrate] = await Promise.all([
    app(tenants.a),
    app(tenants.b),
    migrate(tenants.a),
    migrate(tenants.b),
  ])
  await aMigrate.query('create table chat (id serial primary key, text text)')
  await bMigrate.query('create table chat (id serial primary key, text text)')
  await a.query(`insert into chat (text) values ('of a')`)
  await b.query(`insert into chat (text) values ('of b')`)
})

afterAll(async () => {
  for (const client of [a, b, aMigrate, bMigrate]) await client?.end()
  await server?.stop()
})

describe('the application works', () => {
  test('it reads and writes the tables that the migration made, each tenant its own', async () => {
    await a.query(`update chat set text = 'changed' where id = 1`)
    expect((await a.query('select text from chat')).rows).toEqual([{ text: 'changed' }])
    expect((await b.query('select text from chat')).rows).toEqual([{ text: 'of b' }])
    await a.query(`insert into chat (text) values ('gone')`)
    expect((await a.query(`delete from chat where text = 'gone'`)).rowCount).toBe(1)
  })

  test('it makes its vector table itself, and finds names by its search path', async () => {
    const type = server.hasVector ? 'vector(3)' : 'float8[]'
    await a.query(`create table if not exists document_chunk (id text primary key, vector ${type})`)
    await a.query('create index if not exists document_chunk_id on document_chunk (id)')
    expect((await a.query('show search_path')).rows).toEqual([
      { search_path: 'tenant_acme_labs, extensions' },
    ])
    await a.query('drop table document_chunk')
  })

  test('every table is protected without anybody asking, also one made by CREATE TABLE AS or SELECT INTO', async () => {
    await aMigrate.query('create table made_as as select 1 as n; select 2 as n into made_into')
    const { rows } = await aMigrate.query(
      `select relname, relrowsecurity and relforcerowsecurity as protected,
         (select count(*)::int from pg_policy where polrelid = c.oid) as policies
       from pg_class c where relnamespace = 'tenant_acme_labs'::regnamespace and relkind = 'r' order by relname`,
    )
    expect(rows).toEqual(
      ['chat', 'made_as', 'made_into'].map((relname) => ({ relname, protected: true, policies: 1 })),
    )
    await aMigrate.query('drop table made_as, made_into')
  })

  test('a second bootstrap changes the limit and the password and leaves the data', async () => {
    await bootstrap(tenants.b, 9)
    const { rows } = await b.query(`select rolconnlimit from pg_roles where rolname = 'app_bolt'`)
    expect(rows).toEqual([{ rolconnlimit: 9 }])
    expect((await b.query('select count(*)::int as n from chat')).rows).toEqual([{ n: 1 }])
  })
})

const noPermission = /^42501 /
const attacks: readonly [string, string, RegExp][] = [
  ['reads the other’s table', 'select * from tenant_bolt.chat', noPermission],
  ['writes the other’s table', `insert into tenant_bolt.chat (text) values ('x')`, noPermission],
  ['creates in the other’s schema', 'create table tenant_bolt.mine (n int)', noPermission],
  ['creates in public', 'create table public.mine (n int)', noPermission],
  ['creates a schema', 'create schema mine', noPermission],
  ['makes a temporary table', 'create temp table mine (n int)', noPermission],
  ['becomes the other', 'set role app_bolt', noPermission],
  ['becomes its own migration', 'set role migrate_acme_labs', noPermission],
  ['becomes the administrator', `set role ${admin.user}`, noPermission],
  ['changes who the session is', 'set session authorization app_bolt', noPermission],
  ['switches row security off', 'alter table chat disable row level security', noPermission],
  ['drops the policy', 'drop policy tenant_only on chat', noPermission],
  ['truncates an application table', 'truncate chat', noPermission],
  ['drops an application table', 'drop table chat', noPermission],
  [
    'creates an event trigger',
    'create event trigger mine on ddl_command_end execute function paddock.guard()',
    noPermission,
  ],
  ['switches event triggers off', 'set event_triggers = off', noPermission],
  ['switches triggers off', 'set session_replication_role = replica', noPermission],
  [
    'replaces the guard',
    'create or replace function paddock.guard() returns event_trigger language plpgsql as $$ begin end $$',
    noPermission,
  ],
  [
    'makes a function that runs as another',
    'create function mine() returns int language sql security definer as $$ select 1 $$',
    noPermission,
  ],
  [
    'makes a materialised view, which policies do not hold',
    'create materialized view mine as select * from chat',
    noPermission,
  ],
  ['raises its own limit', 'alter role app_acme_labs connection limit 100', noPermission],
  ['reads the passwords', 'select * from pg_authid', noPermission],
  ['runs a program', `copy chat to program 'cat'`, noPermission],
  ['reads a file of the server', `select pg_read_file('/etc/passwd')`, noPermission],
  ['writes a file of the server', `copy chat to '/tmp/chat'`, noPermission],
  ['makes an extension', 'create extension postgres_fdw', noPermission],
  [
    'kills the other’s connections',
    `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'app_bolt'`,
    noPermission,
  ],
]

describe('the application of a tenant', () => {
  test.each(attacks)('%s: refused', async (_, command, expected) => {
    expect(await refusal(a, command)).toMatch(expected)
  })

  test('sees none of the other’s tables in the catalogue of what it may use', async () => {
    const { rows } = await a.query(
      `select table_schema from information_schema.tables where table_schema like 'tenant%'`,
    )
    expect(new Set(rows.map((row) => row.table_schema))).toEqual(new Set(['tenant_acme_labs']))
  })

  test('gains nothing by a search path or a variable of its own', async () => {
    await a.query(
      `set search_path = tenant_bolt; set app.current_tenant = 'bolt'; set paddock.tenant = 'bolt'`,
    )
    expect(await refusal(a, 'select * from chat')).toMatch(/^42P01 /)
    expect(await refusal(a, 'select * from tenant_bolt.chat')).toMatch(noPermission)
    await a.query('reset search_path')
  })

  test('cannot hand on what it may do in its schema', async () => {
    // PostgreSQL warns and grants nothing.
    await a.query('grant usage, create on schema tenant_acme_labs to app_bolt')
    const { rows } = await a.query(
      `select has_schema_privilege('app_bolt', 'tenant_acme_labs', 'usage') as may`,
    )
    expect(rows).toEqual([{ may: false }])
  })

  test('connects up to its limit and not beyond', async () => {
    const kept = await Promise.all(Array.from({ length: 7 }, () => app(tenants.a)))
    await expect(app(tenants.a)).rejects.toMatchObject({ code: '53300' })
    for (const client of kept) await client.end()
  })
})

test('the migration connects up to its own limit', async () => {
  const kept = await Promise.all(Array.from({ length: migrateConnectionLimit - 1 }, () => migrate(tenants.a)))
  await expect(migrate(tenants.a)).rejects.toMatchObject({ code: '53300' })
  for (const client of kept) await client.end()
})

describe('the second wall', () => {
  test('a mistaken grant shows no row and takes none, read directly or through a view', async () => {
    await bMigrate.query('create view window_of_b as select * from chat')
    await bMigrate.query('grant select, insert, update, delete on chat, window_of_b to app_acme_labs')
    const { user, password } = server.superuser
    const root = await server.connect(user, password, database)
    await root.query('grant usage on schema tenant_bolt to app_acme_labs')
    expect((await a.query('select * from tenant_bolt.chat')).rows).toEqual([])
    expect((await a.query('select * from tenant_bolt.window_of_b')).rows).toEqual([])
    expect((await a.query('update tenant_bolt.chat set text = null')).rowCount).toBe(0)
    expect((await a.query('delete from tenant_bolt.chat')).rowCount).toBe(0)
    expect(await refusal(a, `insert into tenant_bolt.chat (id, text) values (9, 'x')`)).toMatch(
      /^42501 .*row-level security/,
    )
    await root.query('revoke usage on schema tenant_bolt from app_acme_labs')
    await root.end()
    expect((await b.query('select count(*)::int as n from chat')).rows).toEqual([{ n: 1 }])
  })

  test('a new role with every right on the tables sees no row either', async () => {
    const { user, password } = server.superuser
    const root = await server.connect(user, password, database)
    await root.query(`create role app_stranger login password 'stranger'; grant connect on database ${database} to app_stranger;
      grant usage on schema tenant_bolt to app_stranger; grant all on all tables in schema tenant_bolt to app_stranger`)
    const stranger = await server.connect('app_stranger', 'stranger', database)
    expect((await stranger.query('select * from tenant_bolt.chat')).rows).toEqual([])
    await stranger.end()
    await root.query(`drop owned by app_stranger; drop role app_stranger`)
    await root.end()
  })

  const owner: readonly [string, string][] = [
    ['switch row security off', 'alter table chat disable row level security'],
    ['take force away', 'alter table chat no force row level security'],
    ['widen the policy', 'alter policy tenant_only on chat using (true)'],
    ['add a permissive policy', 'create policy mine on chat using (true)'],
    ['add a policy for another role', 'create policy mine on chat to app_bolt using (true)'],
    ['give the table to another', 'alter table chat owner to app_bolt'],
    ['rename the schema', 'alter schema tenant_acme_labs rename to mine'],
    ['drop the schema', 'drop schema tenant_acme_labs cascade'],
    ['drop the guard', 'drop event trigger paddock_guard'],
    ['disable the guard', 'alter event trigger paddock_guard disable'],
    [
      'make an event trigger',
      'create event trigger mine on ddl_command_end execute function paddock.guard()',
    ],
    ['switch event triggers off', 'set event_triggers = off'],
    [
      'make a function that runs as another',
      'create function mine() returns int language sql security definer as $$ select 1 $$',
    ],
    [
      'have a function run as another afterwards',
      'create function mine() returns int language sql as $$ select 1 $$; alter function mine() security definer',
    ],
    [
      'make a procedure that runs as another',
      'create procedure mine() language sql security definer as $$ select 1 $$',
    ],
  ]
  test.each(owner)('not even the owner of the tables may %s', async (_, command) => {
    expect(await refusal(aMigrate, command)).toMatch(noPermission)
    expect((await a.query('select count(*)::int as n from chat')).rows).toEqual([{ n: 1 }])
  })

  test('nor may the application open the one table that is its own', async () => {
    await a.query('create table document_chunk (id int)')
    for (const command of [
      'alter table document_chunk disable row level security',
      'alter table document_chunk no force row level security',
      'create policy mine on document_chunk using (true)',
      'alter policy tenant_only on document_chunk using (true)',
    ]) {
      expect([command, await refusal(a, command)]).toEqual([command, expect.stringMatching(noPermission)])
    }
    // Its grants to another role have no effect: the administrator owns the schema.
    await a.query('insert into document_chunk values (1); grant select on document_chunk to app_bolt')
    expect(await refusal(b, 'select * from tenant_acme_labs.document_chunk')).toMatch(noPermission)
    await a.query('drop table document_chunk')
  })

  const asRoot = async (...commands: string[]) => {
    const { user, password } = server.superuser
    const root = await server.connect(user, password, database)
    for (const command of commands) await root.query(command)
    await root.end()
  }
  const unguarded = async (...commands: string[]) => {
    await asRoot('alter event trigger paddock_guard disable')
    for (const command of commands) await aMigrate.query(command)
  }

  test('tables that were made while nothing guarded them are protected by the next bootstrap', async () => {
    await unguarded(`create table early as select 'of a' as text`)
    await bootstrap(tenants.a)
    const { rows } = await aMigrate.query(
      `select relrowsecurity, relforcerowsecurity, (select pg_get_expr(polqual, polrelid) from pg_policy where polrelid = c.oid) as policy,
         (select evtenabled from pg_event_trigger where evtname = 'paddock_guard') as guard
       from pg_class c where oid = 'early'::regclass`,
    )
    expect(rows).toEqual([
      {
        relrowsecurity: true,
        relforcerowsecurity: true,
        policy: "(CURRENT_USER = ANY (ARRAY['app_acme_labs'::name, 'migrate_acme_labs'::name]))",
        guard: 'A',
      },
    ])
    expect((await a.query('select * from early')).rows).toEqual([{ text: 'of a' }])
    await aMigrate.query('drop table early')
  })

  test('a policy that somebody widened stops the next bootstrap', async () => {
    await unguarded('create policy wide on chat using (true)')
    await expect(bootstrap(tenants.a)).rejects.toThrow('only the policy of the tenant may stand on')
    await asRoot('drop policy wide on tenant_acme_labs.chat')
    await bootstrap(tenants.a)
  })

  test('a table of another role in a tenant’s schema stops it too', async () => {
    await asRoot('create table tenant_acme_labs.foreign_body (n int)')
    await expect(bootstrap(tenants.a)).rejects.toThrow(
      /foreign_body belongs to .*no role of tenant acme-labs/,
    )
    await asRoot('drop table tenant_acme_labs.foreign_body')
  })
})

test('another password holds for the next connection, and leaves those that are open', async () => {
  const open = await app(tenants.b)
  await bootstrap(tenants.b, 9, 'rotated')
  expect((await open.query('select 1 as n')).rows).toEqual([{ n: 1 }])
  await expect(app(tenants.b)).rejects.toThrow(/password authentication failed/)
  await (await server.connect('app_bolt', 'rotated', database)).end()
  await open.end()
  await bootstrap(tenants.b, 9)
})
