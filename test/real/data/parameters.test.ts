import { readFileSync } from 'node:fs'
import type { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { databaseParameters } from '../../../crossplane/apis/postgres-database/parameters.ts'
import { type Server, startServer } from '../../data/server.ts'
import { serverLog } from './setup.ts'

const sql = (name: string) =>
  readFileSync(new URL(`../../../charts/kit/database/${name}`, import.meta.url), 'utf8')
const database = 'audited'
const password = 'neverinthelog48letters'
const settings = {
  'paddock.tenant': 'audited',
  'paddock.connection_limit': '8',
  'paddock.migrate_limit': '3',
  'paddock.app_password': password,
  'paddock.migrate_password': password,
}

let server: Server
let root: Client

beforeAll(async () => {
  server = await startServer()
  const first = await server.connect('postgres', 'superuser', 'postgres')
  await first.query(`drop database if exists ${database} with (force)`)
  for (const role of ['app_audited', 'migrate_audited']) await first.query(`drop role if exists ${role}`)
  await first.query(`create database ${database}`)
  await first.end()
  root = await server.connect('postgres', 'superuser', database, settings)
  await root.query(sql('cell.sql'))
  await root.query(sql('tenant.sql'))
})
afterAll(async () => {
  await root.end()
  await server.stop()
})

/** Text written after the given length of the log. */
const logged = () => readFileSync(serverLog, 'utf8')

test('PostgreSQL 17 takes every parameter of the group', async () => {
  const names = databaseParameters.map(({ name }) => name).filter((name) => !name.startsWith('rds.'))
  const { rows } = await root.query<{ name: string; setting: string; source: string }>(
    'select name, setting, source from pg_settings where name = any($1) order by name',
    [names],
  )
  expect(rows.map(({ name }) => name)).toEqual([...names].sort())
  const given = new Map(databaseParameters.map(({ name, value }) => [name, value]))
  for (const { name, setting } of rows) {
    if (name === 'max_connections') continue
    expect([name, setting.replace(/^on$/, '1')]).toEqual([name, given.get(name)])
  }
})

test('changes to roles and tables are audited, reads are not, and no password is written', async () => {
  const { rows } = await root.query(`select extname from pg_extension where extname = 'pgaudit'`)
  expect(rows).toHaveLength(1)
  const migrate = await server.connect('migrate_audited', password, database)
  const before = logged().length
  await migrate.query('create table seen (id int)')
  await migrate.query('select * from seen')
  await migrate.end()
  await root.query(sql('tenant.sql'))
  const found = logged().slice(before)
  expect(found).toMatch(/AUDIT: SESSION,[^\n]*,DDL,CREATE TABLE,TABLE,tenant_audited.seen/)
  expect(found).toMatch(/AUDIT: SESSION,[^\n]*,ROLE,ALTER ROLE/)
  expect(found).not.toContain('select * from seen')
  expect(logged()).not.toContain(password)
})
