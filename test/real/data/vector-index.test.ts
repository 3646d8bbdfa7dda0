import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Server, startServer } from '../../data/server.ts'
import { inDebian, scripts } from './debian.ts'
import { port } from './tenants.ts'

const database = 'vectors'
let server: Server

const sql = async (text: string, name = database) => {
  const client = await server.connect('postgres', 'superuser', name)
  try {
    return (await client.query(text)).rows as Record<string, string>[]
  } finally {
    await client.end()
  }
}

beforeAll(async () => {
  server = await startServer()
  await sql(`drop database if exists ${database} with (force)`, 'postgres')
  await sql(`create database ${database}`, 'postgres')
  await sql('create extension vector')
})
afterAll(() => server.stop())
beforeEach(async () => {
  await sql('drop table if exists document_chunk')
  await sql(
    'create table document_chunk (id text primary key, vector vector(8), collection_name text not null)',
  )
})

const fill = () =>
  sql(
    `insert into document_chunk select n::text, array[n, 1, 2, 3, 4, 5, 6, n % 7]::vector, 'c' from generate_series(1, 6000) n`,
  )
const index = {
  hnsw: 'hnsw (vector vector_cosine_ops) with (m = 16, ef_construction = 64)',
  ivfflat: 'ivfflat (vector vector_cosine_ops) with (lists = 100)',
} as const
const make = (method: keyof typeof index) =>
  `create index if not exists idx_document_chunk_vector on document_chunk using ${index[method]}`
const methods = () =>
  sql(
    "select amname from pg_class join pg_am on pg_am.oid = relam where relname = 'idx_document_chunk_vector'",
  )

/** The statements of Open WebUI 0.12.4's PgvectorClient about its index, in one transaction as there. */
async function startPod(method: keyof typeof index, all: () => Promise<void>): Promise<string> {
  const client = await server.connect('postgres', 'superuser', database)
  try {
    await client.query('begin')
    const { rows } = await client.query(
      "select 1 from pg_indexes where schemaname = current_schema() and indexname = 'idx_document_chunk_vector'",
    )
    const { rows: sample } = await client.query('select 1 from document_chunk limit 5000')
    await all()
    if (rows.length === 0 && (method === 'hnsw' || sample.length === 5000)) await client.query(make(method))
    await client.query('commit')
    return 'started'
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  } finally {
    await client.end()
  }
}

/** Three pods that have all looked before the first of them makes something. */
function startTogether(method: keyof typeof index): Promise<string[]> {
  const waiting: (() => void)[] = []
  const all = () =>
    new Promise<void>((resolve) => {
      waiting.push(resolve)
      if (waiting.length === 3) for (const go of waiting) go()
    })
  return Promise.all([1, 2, 3].map(() => startPod(method, all)))
}

const migrate = () =>
  inDebian('postgres', ['python3', `${scripts}/vector-index.py`], {
    DATABASE_URL: `postgresql://postgres:superuser@127.0.0.1:${port}/${database}`,
    PGVECTOR_INDEX_METHOD: 'hnsw',
  })

test('without the migration’s index, pods that start together at 5,000 rows race: that is why it makes one', async () => {
  await fill()
  const ends = await startTogether('ivfflat')
  expect(ends).toContain('started')
  // Unique violation or deadlock, as the moment has it.
  expect(ends.filter((end) => end !== 'started').length).toBeGreaterThan(0)
})

test.each([0, 6000])('with it, at %i rows, all start', async (rows) => {
  expect(await migrate()).toMatchObject({ code: 0, out: '' })
  await sql(make('hnsw'))
  if (rows > 0) await fill()
  expect(await startTogether('hnsw')).toEqual(['started', 'started', 'started'])
  expect(await methods()).toEqual([{ amname: 'hnsw' }])
})

test('an index of the method before is dropped, and one of this method stays', async () => {
  await fill()
  await sql(make('ivfflat'))
  expect((await migrate()).out).toContain('dropped the index of method ivfflat')
  expect(await methods()).toEqual([])
  await sql(make('hnsw'))
  expect(await migrate()).toMatchObject({ code: 0, out: '', err: '' })
  expect(await methods()).toEqual([{ amname: 'hnsw' }])
})
