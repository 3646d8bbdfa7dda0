import { readFileSync } from 'node:fs'
import type { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Server, startServer } from './server.ts'

const sql = (name: string) =>
  readFileSync(new URL(`../../charts/kit/database/${name}`, import.meta.url), 'utf8')
const database = 'heartbeat'
const roles = ['heartbeat_admin', 'app_pulse', 'migrate_pulse']

let server: Server

/** Commands over one connection, which is always closed. */
async function as<T>(user: string, password: string, use: (client: Client) => Promise<T>, name = database) {
  const settings = {
    'paddock.tenant': 'pulse',
    'paddock.connection_limit': '8',
    'paddock.migrate_limit': '3',
    'paddock.app_password': 'app',
    'paddock.migrate_password': 'migrate',
    'paddock.vector': server.hasVector ? 'present' : 'absent',
  }
  const client = await server.connect(user, password, name, settings)
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}
const root = <T>(use: (client: Client) => Promise<T>, name = database) =>
  as(server.superuser.user, server.superuser.password, use, name)
const admin = <T>(use: (client: Client) => Promise<T>) => as('heartbeat_admin', 'administrator', use)
const beat = () => admin((client) => client.query(sql('heartbeat.sql')))
const rows = async () =>
  (await admin((client) => client.query<{ beat_at: Date }>('select * from paddock.heartbeat'))).rows

beforeAll(async () => {
  server = await startServer()
  await root(async (client) => {
    await client.query(`drop database if exists ${database} with (force)`)
    for (const role of roles) await client.query(`drop role if exists ${role}`)
    await client.query(`create role heartbeat_admin login createrole password 'administrator'`)
    await client.query(`create database ${database} owner heartbeat_admin`)
  }, 'postgres')
})
afterAll(() => server.stop())

test('it beats in an empty database, without a superuser: one row, whose time moves on', async () => {
  await beat()
  const [first] = await rows()
  await beat()
  const [second, ...more] = await rows()
  expect(more).toEqual([])
  expect(Number(second?.beat_at)).toBeGreaterThan(Number(first?.beat_at))
})

test('each beat is something that a replica has to replay', async () => {
  const position = () =>
    root(async (client) => {
      const { rows: found } = await client.query<{ at: string }>('select pg_current_wal_lsn() as at')
      return found[0]?.at ?? ''
    })
  const before = await position()
  await beat()
  const { rows: moved } = await root((client) =>
    client.query('select pg_wal_lsn_diff(pg_current_wal_lsn(), $1) > 0 as moved', [before]),
  )
  expect(moved).toEqual([{ moved: true }])
})

test('the preparation of tenants takes nothing away from it, and tenants get nothing of it', async () => {
  await root((client) => client.query(sql('cell.sql')))
  await admin((client) => client.query(sql('tenant.sql')))
  await beat()
  expect(await rows()).toHaveLength(1)
  for (const command of [
    'select * from paddock.heartbeat',
    'update paddock.heartbeat set beat_at = now()',
    'truncate paddock.heartbeat',
    'drop table paddock.heartbeat',
  ]) {
    await expect(as('app_pulse', 'app', (client) => client.query(command))).rejects.toMatchObject({
      code: '42501',
    })
  }
})
