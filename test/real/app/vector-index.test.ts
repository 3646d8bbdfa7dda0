import { afterAll, beforeAll, expect, test } from 'vitest'
import { clusters, plain } from '../../support/fleet.ts'
import type { Cell } from './cell.ts'
import { sql } from './database.ts'
import { startTenant, type Tenant } from './tenant.ts'
import { startWorld } from './world.ts'

// Each process of Open WebUI creates the index when it starts, unless it is there. Processes that start together race for it,
// and those that lose end. The migration Job creates it before them.
let cell: Cell
let tenant: Tenant
let schema: string

beforeAll(async () => {
  ;({ cell } = await startWorld())
  tenant = await startTenant({ spec: { ...plain, id: 'index' }, cluster: clusters.east, cell, pods: 0 })
  schema = tenant.resolved.database.schema
})
afterAll(async () => {
  await tenant?.stop()
  await cell?.stop()
})

/** Definitions of valid vector indexes. */
const indexes = () =>
  sql(
    cell,
    `select pg_get_indexdef(indexrelid) from pg_index where indrelid = '${schema}.document_chunk'::regclass and indisvalid
      and indexrelid::regclass::text like '%idx_document_chunk_vector'`,
  )

/** Starts three pods at the same moment. */
async function startThree(): Promise<void> {
  await Promise.all([tenant.add(), tenant.add(), tenant.add()])
  expect(tenant.pods).toHaveLength(3)
  for (const pod of tenant.pods) {
    expect(pod.log('open-webui')).not.toMatch(/Error during initialization/)
    expect((await fetch(`http://${pod.address}:8080/ready`)).status).toBe(200)
  }
}

const hnsw = [expect.stringMatching(/^CREATE INDEX idx_document_chunk_vector ON .* USING hnsw /)]

test('three pods that start together over an empty table are all ready, with the index of the Job', async () => {
  expect(await indexes()).toEqual(hnsw)
  await startThree()
  expect(await indexes()).toEqual(hnsw)
  await tenant.openWebui.stop()
}, 900_000)

test('so are three over a table that has rows and no index when the Job starts', async () => {
  const rows = 2000
  await sql(
    cell,
    `set search_path = ${schema}, extensions`,
    'drop index idx_document_chunk_vector',
    `insert into document_chunk (id, vector, collection_name, text, vmetadata)
      select 'row-' || n, (select array_agg(r) from (select random() + 0 * n as r from generate_series(1, 768)) as one)::vector, 'rows', 'row ' || n, '{}'
      from generate_series(1, ${rows}) n`,
  )
  expect(await indexes()).toEqual([])
  await tenant.migrate()
  expect(await indexes()).toEqual(hnsw)
  await startThree()
  expect(await indexes()).toEqual(hnsw)
  expect(await sql(cell, `select count(*) from ${schema}.document_chunk`)).toEqual([String(rows)])
}, 900_000)
