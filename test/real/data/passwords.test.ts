import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Server, startServer } from '../../data/server.ts'
import { inDebian, scripts } from './debian.ts'
import { serverLog } from './setup.ts'
import { place, urlOf } from './tenants.ts'

const database = 'passwords'
const secrets = ['secretappgum', 'secretmigrategum']
let server: Server
let root: Client
let logged: number

const bootstrap = (more: Readonly<Record<string, string>> = {}) =>
  inDebian('postgres', ['bash', `${scripts}/bootstrap.sh`], {
    ...place(database),
    TENANT: 'gum',
    CONNECTION_LIMIT: '10',
    MIGRATE_LIMIT: '3',
    APP_PASSWORD: 'secretappgum',
    MIGRATE_PASSWORD: 'secretmigrategum',
    SQL_DIR: scripts,
    WAIT_SECONDS: '20',
    ...more,
  })

/** The lines of the server's log since the test began. */
const newLog = () => readFileSync(serverLog, 'utf8').slice(logged)

/** Waits until a session of the bootstrap waits for a lock. */
async function waiting(): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const { rows } = await root.query<{ pid: number }>(
      `select pid from pg_stat_activity where datname = '${database}' and wait_event_type = 'Lock'`,
    )
    if (rows[0]) return rows[0].pid
    await sleep(100)
  }
  throw new Error('nothing waits')
}

beforeAll(async () => {
  server = await startServer()
  root = await server.connect('postgres', 'superuser', 'postgres')
  await root.query(`drop database if exists ${database} with (force)`)
  await root.query(`create database ${database}`)
  // As much as a server can log.
  await root.query(`alter database ${database} set log_statement = 'all'`)
  await root.query(`alter database ${database} set log_error_verbosity = 'verbose'`)
  await root.query(`alter database ${database} set log_min_duration_statement = 0`)
  expect(await bootstrap()).toMatchObject({ code: 0, err: '' })
})
beforeEach(() => {
  logged = readFileSync(serverLog, 'utf8').length
})
afterAll(async () => {
  await root.end()
  await server.stop()
})

function expectNoPassword(output: string): void {
  for (const word of secrets) expect(output).not.toContain(word)
}

test('both roles sign in with their passwords, and the server stores a verifier of each alone', async () => {
  for (const role of ['app_gum', 'migrate_gum']) {
    const sql = ['psql', '-X', '-A', '-t', '-d', urlOf(database)(role), '-c', 'select current_user']
    expect(await inDebian('postgres', sql)).toMatchObject({ code: 0, out: `${role}\n` })
  }
  const { rows } = await root.query<{ rolpassword: string }>(
    `select rolpassword from pg_authid where rolname in ('app_gum', 'migrate_gum')`,
  )
  expect(new Set(rows.map(({ rolpassword }) => rolpassword.split(':')[1])).size).toBe(2)
  for (const { rolpassword } of rows)
    expect(rolpassword).toMatch(/^SCRAM-SHA-256\$4096:[\w+/]{22}==\$[\w+/]{43}=:[\w+/]{43}=$/)
})

test('a bootstrap that succeeds puts no password into its output or the log', async () => {
  const { code, out, err } = await bootstrap()
  expect(code).toBe(0)
  expect(newLog()).toMatch(/alter role/i)
  expectNoPassword(out + err + newLog())
})

describe('a bootstrap that fails puts no password into its output or the log', () => {
  test.each([
    ['a limit that the server refuses', { MIGRATE_LIMIT: '-7' }, /invalid connection limit/],
    ['a limit that is no number', { CONNECTION_LIMIT: 'many' }, /invalid input syntax/],
    ['an id that is none', { TENANT: 'Gum' }, /is not the id of a tenant/],
  ])('%s', async (_, more, message) => {
    const { code, out, err } = await bootstrap(more)
    expect(code).not.toBe(0)
    expect(err).toMatch(message)
    expectNoPassword(out + err + newLog())
    expect(err + newLog()).not.toContain('SCRAM-SHA-256$4096:')
  })

  test.each([
    ['changed by another session meanwhile', async () => {}, 'commit', /tuple concurrently updated/],
    ['that waits longer than the server allows', async () => {}, 'wait', /statement timeout/],
    [
      'cancelled by a person',
      async (pid: number) => void (await root.query(`select pg_cancel_backend(${pid})`)),
      'rollback',
      /user request/,
    ],
    [
      'whose connection a person ends',
      async (pid: number) => void (await root.query(`select pg_terminate_backend(${pid})`)),
      'rollback',
      /administrator command/,
    ],
  ])('a role %s', async (_, disturb, end, message) => {
    const other = await server.connect('postgres', 'superuser', database)
    const timeout = end === 'wait' ? '2s' : '0'
    await root.query(`alter database ${database} set statement_timeout = '${timeout}'`)
    await other.query('begin')
    await other.query('alter role app_gum connection limit 9')
    const running = bootstrap()
    await disturb(await waiting())
    if (end === 'commit') await other.query('commit')
    const { code, out, err } = await running
    await other.end()
    await root.query(`alter database ${database} reset statement_timeout`)
    expect(code).not.toBe(0)
    expect(err).toMatch(message)
    expectNoPassword(out + err + newLog())
  })
})
