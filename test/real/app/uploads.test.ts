import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clusters, plain } from '../../support/fleet.ts'
import type { Cell } from './cell.ts'
import { sql } from './database.ts'
import { answer, call, type Session } from './page.ts'
import { startTenant, type Tenant } from './tenant.ts'
import { startWorld } from './world.ts'

let tenant: Tenant
let session: Session
let cell: Cell

beforeAll(async () => {
  ;({ cell } = await startWorld())
  tenant = await startTenant({ spec: { ...plain, limits: { uploadMiB: 1 } }, cluster: clusters.east, cell })
  session = await tenant.administrator()
})
afterAll(async () => {
  await tenant?.stop()
  await cell?.stop()
})

/** A text of that many bytes in which no chunk is like another. */
function text(bytes: number): string {
  const lines: string[] = []
  for (let size = 0, line = 0; size < bytes; line++) {
    const next = `Line ${line} of ${bytes} is about the number ${(line * 7919) % 104_729} and nothing else.\n`
    lines.push(next)
    size += next.length
  }
  return lines.join('').slice(0, bytes)
}

function upload(content: string): Promise<Response> {
  const form = new FormData()
  form.set('file', new Blob([content], { type: 'text/plain' }), 'notes.txt')
  return call(session.site, 'POST', '/api/v1/files/', session.token, form)
}

/** The end of a file's processing. */
async function processed(id: string): Promise<{ status?: string; error?: string }> {
  for (const deadline = Date.now() + 600_000; Date.now() < deadline; await sleep(250)) {
    const file = await answer<{ data: { status?: string; error?: string } }>(
      await call(session.site, 'GET', `/api/v1/files/${id}`, session.token),
    )
    if (file.data.status === 'completed' || file.data.status === 'failed') return file.data
  }
  throw new Error('the file was not processed')
}

test('a text is embedded many chunks a request, and completed', async () => {
  tenant.take()
  const { id } = await answer<{ id: string }>(await upload(text(60_000)))
  expect(await processed(id)).toMatchObject({ status: 'completed' })
  const requests = tenant.take().filter(({ path }) => path === '/api/embed')
  const chunks = requests.flatMap(({ body }) => body.input ?? [])
  // Each of 2,000 letters at most, with 200 of the one before.
  expect(chunks.length).toBeGreaterThan(32)
  expect(requests.length).toBe(Math.ceil(chunks.length / 16))
  expect(Math.max(...requests.map(({ concurrent }) => concurrent))).toBeLessThanOrEqual(2)
}, 600_000)

test('a larger file is refused with the limit, and nothing of it is embedded', async () => {
  tenant.take()
  const refused = await upload(text(1024 * 1024 + 1))
  expect(refused.status).toBe(413)
  expect(await refused.json()).toEqual({ detail: expect.stringContaining('less than 1 MB') })
  expect(tenant.take()).toEqual([])
})

test('the page is told the limit before it sends a file', async () => {
  const config = await answer<{ file: { max_size: number } }>(
    await call(session.site, 'GET', '/api/config', session.token),
  )
  expect(config.file.max_size).toBe(1)
})

test('one request that fails makes the file fail, with nothing of it stored; sent again, it is whole', async () => {
  const stored = async (id: string) =>
    sql(
      cell,
      `select count(*) from ${tenant.resolved.database.schema}.document_chunk where collection_name = 'file-${id}'`,
    )
  tenant.take()
  tenant.fail('/api/embed', 1)
  const first = await answer<{ id: string }>(await upload(text(60_000)))
  expect(await processed(first.id)).toMatchObject({ status: 'failed', error: expect.stringMatching(/\S/) })
  const statuses = tenant.take().map(({ status }) => status)
  expect(statuses.filter((status) => status === 500)).toHaveLength(1)
  expect(await stored(first.id)).toEqual(['0'])
  const second = await answer<{ id: string }>(await upload(text(60_000)))
  expect(await processed(second.id)).toMatchObject({ status: 'completed' })
  expect(Number((await stored(second.id))[0])).toBeGreaterThan(32)
}, 900_000)

test('a file that could not be embedded as a whole is listed as failed, with the reason', async () => {
  await tenant.ollama['ollama-cpu']?.stop(1)
  const { id } = await answer<{ id: string }>(await upload(text(50_000)))
  expect(await processed(id)).toMatchObject({ status: 'failed', error: expect.stringMatching(/\S/) })
})
