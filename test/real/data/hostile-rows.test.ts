import type { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type Server, startServer } from '../../data/server.ts'
import { inDebian, scripts } from './debian.ts'
import { bootstrap, dropTables, port, urlOf } from './tenants.ts'

const database = 'hostile'
const url = urlOf(database)
const connections = {
  MIGRATE_DATABASE_URL: url('migrate_fir'),
  DATABASE_URL: url('app_fir'),
  DATABASE_SCHEMA: 'tenant_fir',
}

/** Lines that a tool of PostgreSQL, or a filter of a dump's lines, could take for something else than text. */
const lines = [
  'CREATE POLICY tenant_only ON chat USING (true);',
  'CREATE SCHEMA tenant_fir;',
  'ALTER TABLE chat ENABLE ROW LEVEL SECURITY;',
  'ALTER TABLE ONLY tenant_fir.chat FORCE ROW LEVEL SECURITY;',
  'DROP TABLE chat; COMMIT;',
  'COPY tenant_fir.chat (id, text) FROM stdin;',
  '\\.',
  '\\N',
  '\\connect postgres',
  '\\! touch /tmp/ran',
  '\\restrict x',
  '\\unrestrict x',
  "'); drop table chat; --",
  "\\'; drop table chat; --",
  '$$; $body$; $1',
  ':schema :\'schema\' :"schema"',
  '-- a comment',
  '/* an open comment',
  '12; 1259 16384 POLICY tenant_fir chat migrate_fir',
  '; 12; 0 0 SCHEMA - x',
  'SET row_security = off;',
  'INSERT INTO chat VALUES (1);',
  '"',
  "''",
  '\\',
  '\\\\',
  '%s %I %L {{ x }} $(PGPASSWORD)',
  '\u001b[2J\u0001\u007f',
  '\ud83d\ude80 e\u0301 \u202e \ufeff',
]

/** Each line alone, in the middle of a message with each kind of line end, and a long message of all of them. */
const messages = [
  ...lines,
  ...lines.flatMap((line) => ['\n', '\r\n', '\r'].map((end) => `before${end}${line}${end}after${end}`)),
  Array.from({ length: 400 }, () => lines.join('\n')).join('\n'),
  '',
]

let server: Server
let people: Client

beforeAll(async () => {
  server = await startServer()
  await freshDatabase(server, database)
  await bootstrap(database, 'fir')
  const migration = await server.connect('migrate_fir', 'secretmigratefir', database)
  await migration.query(
    'create table chat (id int primary key, text text, json jsonb, bytes bytea, "odd ""name\\. ; --" text)',
  )
  await migration.end()
  people = await server.connect('app_fir', 'secretappfir', database)
  await people.query('create table document_chunk (id int primary key, text text, vector vector(3))')
  for (const [id, text] of messages.entries()) {
    const bytes = Buffer.from(text)
    await people.query('insert into chat values ($1, $2, $3, $4, $2)', [
      id,
      text,
      JSON.stringify({ text, [text]: 1 }),
      bytes,
    ])
    await people.query(`insert into document_chunk values ($1, $2, '[1,2,3]')`, [id, text])
  }
})
afterAll(async () => {
  await people.end()
  await server.stop()
})

async function bytesOf(table: string, column: string): Promise<string[]> {
  const { rows } = await people.query<{ bytes: Buffer }>(
    `select convert_to(${column}, 'UTF8') as bytes from ${table} order by id`,
  )
  return rows.map(({ bytes }) => bytes.toString('hex'))
}

const run = (script: string, env: Readonly<Record<string, string>>) =>
  inDebian('postgres', ['bash', `${scripts}/${script}`], { ...connections, ...env })

test('messages that look like SQL, ends of COPY and commands of psql come back byte for byte', async () => {
  expect(port).not.toBe('')
  const expected = messages.map((text) => Buffer.from(text).toString('hex'))
  const json = await bytesOf('chat', 'json::text')
  expect(await run('export.sh', { OUT: '/tmp/hostile' })).toMatchObject({ code: 0, err: '' })
  await dropTables(database, 'fir')
  expect(await run('restore.sh', { IN: '/tmp/hostile' })).toMatchObject({ code: 0, err: '' })
  expect(await bytesOf('chat', 'text')).toEqual(expected)
  expect(await bytesOf('chat', '"odd ""name\\. ; --"')).toEqual(expected)
  expect(await bytesOf('document_chunk', 'text')).toEqual(expected)
  expect(await bytesOf('chat', 'json::text')).toEqual(json)
  const { rows } = await people.query<{ bytes: Buffer }>('select bytes from chat order by id')
  expect(rows.map(({ bytes }) => bytes.toString('hex'))).toEqual(expected)
  expect(await inDebian('postgres', ['test', '-e', '/tmp/ran'])).toMatchObject({ code: 1 })
})

test('a restored table is protected by the guard, not by the archive', async () => {
  const { rows } = await people.query(
    `select relname, relrowsecurity and relforcerowsecurity as forced, count(polname)::int as policies
     from pg_class left join pg_policy on polrelid = pg_class.oid
     where relnamespace = 'tenant_fir'::regnamespace and relkind = 'r' group by 1, 2 order by 1`,
  )
  expect(rows).toEqual([
    { relname: 'chat', forced: true, policies: 1 },
    { relname: 'document_chunk', forced: true, policies: 1 },
  ])
})

test('a restore whose rows are not those of the export fails and names the table', async () => {
  const damage =
    'rm -rf /tmp/hostile-other && cp -r /tmp/hostile /tmp/hostile-other && cd /tmp/hostile-other && sed -i "s/^chat|.*/chat|1|1/" rows.txt && sha256sum *.dump rows.txt > SHA256SUMS'
  expect(await inDebian('postgres', ['sh', '-c', damage])).toMatchObject({ code: 0, err: '' })
  await dropTables(database, 'fir')
  const { code, err } = await run('restore.sh', { IN: '/tmp/hostile-other' })
  expect(code).toBe(1)
  expect(err).toContain('restore: the rows above differ from the export')
  expect(err).toMatch(/^< chat\|1\|1$/m)
  await inDebian('postgres', ['rm', '-rf', '/tmp/hostile-other', '/tmp/hostile'])
})
