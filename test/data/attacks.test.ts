import { readFileSync } from 'node:fs'
import type { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Server, startServer } from './server.ts'
import { type Attack, attacks, selfish } from './tenant-attacks.ts'

const sql = (name: string) =>
  readFileSync(new URL(`../../charts/kit/database/${name}`, import.meta.url), 'utf8')
const database = 'paddock'
const roles = ['app_acme_labs', 'migrate_acme_labs', 'app_bolt', 'migrate_bolt']
const attackers = 'app_acme_labs, migrate_acme_labs'

let server: Server
let root: Client
let victim: Client

const superuser = () => server.connect(server.superuser.user, server.superuser.password, database)
const as = (role: string) => server.connect(role, role.replaceAll('_', ''), database)

/** As the Job of a tenant does it. */
async function prepare(tenant: string): Promise<string[]> {
  const suffix = tenant.replaceAll('-', '')
  const { user, password } = server.superuser
  const client = await server.connect(user, password, database, {
    'paddock.tenant': tenant,
    'paddock.connection_limit': '8',
    'paddock.migrate_limit': '3',
    'paddock.app_password': `app${suffix}`,
    'paddock.migrate_password': `migrate${suffix}`,
    'paddock.vector': server.hasVector ? 'present' : 'absent',
  })
  const warnings: string[] = []
  client.on('notice', ({ severity, message }) => severity === 'WARNING' && warnings.push(message ?? ''))
  try {
    await client.query(sql('cell.sql'))
    await client.query(sql('tenant.sql'))
    return warnings
  } finally {
    await client.end()
  }
}

/** Every right that exists, on everything of `bolt`, as a person in a hurry grants it. */
const grantAll = [
  `grant all on database ${database} to ${attackers}`,
  `grant all on schema tenant_bolt to ${attackers} with grant option`,
  `grant all on all tables in schema tenant_bolt to ${attackers} with grant option`,
  `grant all (id, text) on tenant_bolt.chat to ${attackers}`,
  `grant all on all sequences in schema tenant_bolt to ${attackers} with grant option`,
  `alter default privileges for role app_bolt, migrate_bolt in schema tenant_bolt grant all on tables to ${attackers}`,
]
const revokeAll = [
  `revoke all on database ${database} from ${attackers}`,
  `grant connect on database ${database} to ${attackers}`,
  `revoke all on schema tenant_bolt from ${attackers} cascade`,
  `revoke all on all tables in schema tenant_bolt from ${attackers} cascade`,
  `revoke all on all sequences in schema tenant_bolt from ${attackers} cascade`,
  `alter default privileges for role app_bolt, migrate_bolt in schema tenant_bolt revoke all on tables from ${attackers}`,
]
async function run(client: Client, commands: readonly string[]): Promise<void> {
  for (const command of commands) await client.query(command)
}
/** The event trigger is off while `commands` run. */
async function unguarded(commands: readonly string[]): Promise<void> {
  await run(root, [
    'alter event trigger paddock_guard disable',
    ...commands,
    'alter event trigger paddock_guard enable always',
  ])
}

/** How an attack ends: its error, or the number of rows that it saw or changed. Nothing of it stays. */
async function outcome(role: string, command: string, first = 'begin'): Promise<string> {
  const client = await as(role)
  try {
    await client.query(first)
    const answer = (await client.query(command)) as unknown
    const last = (Array.isArray(answer) ? answer.at(-1) : answer) as {
      command: string
      rowCount: number | null
    }
    return `${last.command} ${last.rowCount}`
  } catch (cause) {
    const { code, message } = cause as { code: string; message: string }
    return `${code} ${message}`
  } finally {
    await client.end()
  }
}

/** Refused for want of a right; 0A000, 42704, 42809 and 57014 are the server's words for what does not exist here. */
const refused = /^(42501|0A000|42704|42809|42P17|57014) /
const noRow = /^(SELECT|UPDATE|DELETE|MERGE) 0$/

beforeAll(async () => {
  server = await startServer()
  const first = await server.connect(server.superuser.user, server.superuser.password, 'postgres')
  await first.query(`drop database if exists ${database} with (force)`)
  for (const role of roles) await first.query(`drop role if exists ${role}`)
  await first.query(`create database ${database}`)
  await first.end()
  await prepare('acme-labs')
  await prepare('bolt')
  root = await superuser()
  victim = await as('migrate_bolt')
  await run(victim, [
    'create table chat (id serial primary key, text text)',
    `insert into chat (text) values ('of b')`,
  ])
})
afterAll(async () => {
  await victim?.end()
  await root?.end()
  await server?.stop()
})

/** The victim's rows, objects and the next number, which no attack may change. */
async function state() {
  const one = async (query: string) => (await root.query(query)).rows
  return {
    rows: (await victim.query('select * from chat')).rows,
    objects: await one(
      `select relname, relkind, relhastriggers, relhasrules from pg_class where relnamespace = 'tenant_bolt'::regnamespace order by 1`,
    ),
    sequence: await one('select last_value, is_called from tenant_bolt.chat_id_seq'),
  }
}
let before: Awaited<ReturnType<typeof state>>
beforeEach(async () => {
  before = await state()
})

async function attack({ sql: command, by }: Attack): Promise<void> {
  for (const role of attackers.split(', ')) {
    const found = await outcome(role, command)
    if (by === 'rows' && noRow.test(found)) continue
    expect([role, command, found]).toEqual([role, command, expect.stringMatching(refused)])
  }
  expect(await state()).toEqual(before)
}

test('without a grant, every attack is refused for want of a right', async () => {
  for (const one of attacks) await attack({ ...one, by: 'ddl' })
})

describe('after a mistaken GRANT ALL', () => {
  beforeAll(() => run(root, grantAll))
  afterAll(() => run(root, revokeAll))

  test.each(attacks)('$what: refused', attack)

  test('the rights to empty, to link and to create were revoked at once; row-level security covers the rest', async () => {
    const may = `select has_table_privilege('app_acme_labs', 'tenant_bolt.chat', one) from unnest(array[
      'TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN', 'SELECT']) one`
    expect((await root.query({ text: may, rowMode: 'array' })).rows.flat()).toEqual([
      false,
      false,
      false,
      false,
      true,
    ])
  })

  test('a table made later gives no such right either', async () => {
    await victim.query('create table later (n int)')
    const { rows } = await root.query(
      `select has_table_privilege('app_acme_labs', 'tenant_bolt.later', 'TRUNCATE') as may`,
    )
    await victim.query('drop table later')
    expect(rows).toEqual([{ may: false }])
  })
})

describe('after a GRANT ALL while nothing guarded', () => {
  beforeAll(() => unguarded(grantAll))
  afterAll(() => run(root, revokeAll))

  test.each(attacks.filter(({ by }) => by !== 'grant'))('$what: refused', attack)

  test('the next preparation of any tenant revokes the rest, and says so', async () => {
    const warnings = await prepare('acme-labs')
    expect(warnings).toContain('revokes TRUNCATE on table tenant_bolt.chat from app_acme_labs')
    for (const one of attacks.filter(({ by }) => by === 'grant')) await attack(one)
    expect(await prepare('acme-labs')).toEqual([])
  })
})

test('the owner’s own mistake is bounded the same way', async () => {
  await run(victim, [`grant all on chat to ${attackers}`, `grant all on sequence chat_id_seq to public`])
  await unguarded([`grant usage on schema tenant_bolt to ${attackers}`])
  for (const one of attacks.filter(({ by }) => by === 'grant')) await attack(one)
  await run(root, revokeAll)
})

describe('neighbours', () => {
  test.each(selfish)('no tenant %s', async (_, command) => {
    for (const role of attackers.split(', ')) {
      expect([role, await outcome(role, command, 'select')]).toEqual([role, expect.stringMatching(refused)])
    }
  })

  test('a tenant that takes the advisory locks of the preparation delays nobody', async () => {
    const greedy = await as('app_acme_labs')
    await greedy.query(`select pg_advisory_lock(hashtext('paddock.bootstrap'))`)
    await prepare('bolt')
    await greedy.end()
  })

  const bounds = { 'paddock.idle_bound': '0', 'paddock.command_bound': '0', 'paddock.transaction_bound': '0' }
  const watch = async (settings: Record<string, string> = {}) => {
    const watcher = await server.connect(server.superuser.user, server.superuser.password, database, settings)
    const [ended] = (await watcher.query(sql('sessions.sql'))) as unknown as { rows: { usename: string }[] }[]
    await watcher.end()
    return ended?.rows.map(({ usename }) => usename) ?? []
  }

  test.each([
    ['an idle transaction', 'paddock.idle_bound', 'begin; select 1'],
    ['a long command', 'paddock.command_bound', 'select pg_sleep(60)'],
    ['an old transaction', 'paddock.transaction_bound', 'begin; select pg_sleep(60)'],
  ] as const)('the watch ends %s, whatever time-outs the role gave itself', async (_, bound, command) => {
    const held = await as('app_acme_labs')
    held.on('error', () => {})
    const end = new Promise((resolve) => held.once('end', resolve))
    await held.query(
      'set idle_in_transaction_session_timeout = 0; set statement_timeout = 0; set transaction_timeout = 0',
    )
    const running = held.query(command).catch(() => {})
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await watch()).toEqual([])
    expect(await watch({ [bound]: bounds[bound] })).toEqual(['app_acme_labs'])
    await Promise.all([running, end])
    await held.end().catch(() => {})
  })

  test('settings that a role gives itself last until the next watch', async () => {
    const settings = async () =>
      (
        await root.query(
          `select setdatabase = 0 as everywhere, setconfig from pg_db_role_setting where setrole = 'app_acme_labs'::regrole order by 1`,
        )
      ).rows
    const ours = await settings()
    expect(ours).toEqual([
      {
        everywhere: false,
        setconfig: expect.arrayContaining([
          'search_path=tenant_acme_labs, extensions',
          'idle_in_transaction_session_timeout=5min',
          'statement_timeout=30min',
        ]),
      },
    ])
    const role = await as('app_acme_labs')
    for (const change of [
      `alter role current_user set work_mem = '1GB'`,
      `alter role current_user in database ${database} set statement_timeout = 0`,
      `alter role current_user in database ${database} reset search_path`,
      `alter role current_user in database ${database} reset all`,
    ]) {
      await role.query(change)
      expect(await settings()).not.toEqual(ours)
      await watch()
      expect([change, await settings()]).toEqual([change, ours])
    }
    await role.end()
  })

  test('a password that a role gives itself lasts until its next preparation, and nobody else is affected', async () => {
    const role = await as('app_acme_labs')
    // Amazon RDS refuses this (rds.restrict_password_commands).
    await role.query(`alter role current_user password 'mine'`)
    await role.end()
    await expect(as('app_acme_labs')).rejects.toThrow(/password authentication failed/)
    await (await as('app_bolt')).end()
    await prepare('acme-labs')
    await (await as('app_acme_labs')).end()
  })
})
