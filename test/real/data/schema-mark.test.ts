import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Server, startServer } from '../../data/server.ts'
import { inDebian, scripts } from './debian.ts'
import { port } from './tenants.ts'

const database = 'marked'
let server: Server

async function root<T>(use: (query: (sql: string) => Promise<T[]>) => Promise<void>, name = database) {
  const client = await server.connect('postgres', 'superuser', name)
  try {
    await use(async (sql) => (await client.query(sql)).rows as T[])
  } finally {
    await client.end()
  }
}

beforeAll(async () => {
  server = await startServer()
  await root(async (query) => {
    await query(`drop database if exists ${database} with (force)`)
    await query(`create database ${database}`)
  }, 'postgres')
})
afterAll(() => server.stop())

/** The program, as the role that owns the tables or as the application, which only reads. */
const mark = (command: string, version: string, user = 'postgres', wait = '1') =>
  inDebian('postgres', ['python3', `${scripts}/schema-mark.py`, command], {
    DATABASE_URL: `postgresql://${user}:superuser@127.0.0.1:${port}/${database}`,
    VERSION: version,
    WAIT_SECONDS: wait,
  })

test('pods wait until the migration of their version is done', async () => {
  expect(await mark('wait', '1.0')).toMatchObject({
    code: 1,
    err: expect.stringContaining('schema-mark: schema is not at version 1.0 after 1 s'),
  })
  const waiting = mark('wait', '1.0', 'postgres', '30')
  expect(await mark('set', '1.0')).toMatchObject({ code: 0, err: '' })
  expect(await waiting).toMatchObject({ code: 0 })
})

test('the next version takes the mark over, and pods of the one before no longer start', async () => {
  await mark('set', '2.0')
  await mark('set', '2.0')
  expect(await mark('wait', '2.0')).toMatchObject({ code: 0 })
  expect(await mark('wait', '1.0')).toMatchObject({ code: 1 })
  await root<{ version: string }>(async (query) =>
    expect(await query('select version from paddock_migration')).toEqual([{ version: '2.0' }]),
  )
})

test('a database that does not answer is told with its reason, without the password', async () => {
  const { code, err } = await mark('wait-for-database', '1.0', 'nobody')
  expect(code).toBe(1)
  expect(err).toMatch(/no database after 1 s: .*nobody/)
  expect(err).not.toContain('superuser')
})

test('an unknown command explains itself', async () => {
  expect(await mark('dance', '1.0')).toMatchObject({
    code: 1,
    err: expect.stringContaining('wait-for-database'),
  })
})
