import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase, type Server, startServer } from '../../data/server.ts'
import { debian, inDebian, scripts } from './debian.ts'
import { credentials, endpoint, get, put, startObjectStore } from './object-store.ts'
import { bootstrap, dropTables, fill, fingerprint, urlOf } from './tenants.ts'

const database = 'exported'
const url = urlOf(database)
/** As the export's pod: a user that the image does not know. */
const user = '10002:10002'
const [files, audit] = ['paddock-files', 'paddock-audit']
const to = 'exports/30-days/of-tenant-elm/'
const connections = {
  MIGRATE_DATABASE_URL: url('migrate_elm'),
  DATABASE_URL: url('app_elm'),
  DATABASE_SCHEMA: 'tenant_elm',
}
/** Larger than a part of an upload. */
const large = randomBytes(20 * 1024 * 1024)
const uploads: Record<string, Uint8Array | string> = {
  'a.pdf': large,
  'folder/ü and & +.txt': 'ü',
  'back\\slash': 'one',
  empty: '',
}
let server: Server
let stopStore: () => Promise<void>

const dump = (out: string, more = {}) =>
  inDebian(user, ['bash', `${scripts}/export.sh`], {
    ...connections,
    OUT: out,
    HOME: '/tmp',
    WAIT_SECONDS: '2',
    ...more,
  })
const store = (more = {}) =>
  inDebian(user, ['python3', `${scripts}/store.py`], {
    ...credentials,
    IN: '/tmp/leaving',
    FILES_BUCKET: files,
    FILES_PREFIX: 'tenant-elm/',
    AUDIT_BUCKET: audit,
    AUDIT_PREFIX: 'tenants/tenant-elm/',
    TO: to,
    S3_ENDPOINT_URL: endpoint,
    S3_REGION_NAME: 'us-east-1',
    HOME: '/tmp',
    WAIT_SECONDS: '2',
    ...more,
  })
const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex')

beforeAll(async () => {
  server = await startServer()
  await freshDatabase(server, database)
  for (const tenant of ['elm', 'elm-2']) await bootstrap(database, tenant)
  for (const tenant of ['elm', 'elm_2']) await fill(database, tenant)
  stopStore = await startObjectStore()
  for (const bucket of [files, audit]) await put(bucket, '', '')
  for (const [name, body] of Object.entries(uploads)) await put(files, `tenant-elm/${name}`, body)
  await put(files, 'tenant-elm-2/other.pdf', 'not yours')
  for (let n = 0; n < 40; n += 1) await put(audit, `tenants/tenant-elm/2026/${n}.json`, `{"n":${n}}`)
  await put(audit, 'tenants/tenant-elm-2/2026/1.json', '{}')
  rmSync(join(debian, 'tmp/leaving'), { recursive: true, force: true })
}, 240_000)
afterAll(async () => {
  await stopStore()
  await server.stop()
})

test('database, files and audit go to S3, each read back, with a list of digests over all of them', async () => {
  expect(await dump('/tmp/leaving')).toMatchObject({ code: 0, err: '' })
  const { code, out, err } = await store()
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toMatch(/^store: 4 files, 40 of audit, \d+ bytes in paddock-files\/exports/)

  const list = (await get(files, `${to}SHA256SUMS`)).toString()
  expect(list.trimEnd().split('\n')).toHaveLength(3 + 4 + 40)
  expect(list).not.toContain('elm-2')
  for (const [name, body] of Object.entries(uploads)) {
    expect(list).toContain(`${sha256(body)}  files/${name.replace('\\', '\\\\')}\n`)
    expect((await get(files, `${to}files/${name}`)).equals(Buffer.from(body))).toBe(true)
  }
  expect(list).toMatch(/^\\[0-9a-f]{64} {2}files\/back\\\\slash$/m)
  expect(list).toContain(`${sha256('{"n":7}')}  audit/2026/7.json\n`)
})

test('sha256sum agrees with the list, and the export restores the tenant and touches no other', async () => {
  const before = {
    own: await fingerprint(database, 'app_elm'),
    other: await fingerprint(database, 'app_elm_2'),
  }
  const folder = join(debian, 'tmp/fetched')
  rmSync(folder, { recursive: true, force: true })
  const list = (await get(files, `${to}SHA256SUMS`)).toString()
  const names = [
    'database.dump',
    'vectors.dump',
    'rows.txt',
    ...Object.keys(uploads).map((name) => `files/${name}`),
  ]
  for (const name of names) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), await get(files, to + name))
  }
  writeFileSync(join(folder, 'SHA256SUMS'), list)
  const check = ['sh', '-c', 'cd /tmp/fetched && grep -v " audit/" SHA256SUMS | sha256sum --check --quiet']
  expect(await inDebian(user, check)).toMatchObject({ code: 0, out: '', err: '' })

  await dropTables(database, 'elm')
  const restored = await inDebian(user, ['bash', `${scripts}/restore.sh`], {
    ...connections,
    IN: '/tmp/fetched',
    HOME: '/tmp',
  })
  expect(restored).toMatchObject({ code: 0, err: '' })
  expect(await fingerprint(database, 'app_elm')).toBe(before.own)
  expect(await fingerprint(database, 'app_elm_2')).toBe(before.other)
})

describe('an export that is not whole fails, which keeps the tenant from being deleted', () => {
  test('when the database does not let it in', async () => {
    const { code } = await dump('/tmp/refused', { DATABASE_URL: url('app_elm').replace('secret', 'wrong') })
    expect(code).not.toBe(0)
    expect(await inDebian(user, ['test', '-e', '/tmp/refused/SHA256SUMS'])).toMatchObject({ code: 1 })
  })

  test('when the volume no longer holds what was dumped', async () => {
    await inDebian(user, [
      'sh',
      '-c',
      'cp -r /tmp/leaving /tmp/changed && echo x >> /tmp/changed/vectors.dump',
    ])
    const { code, err } = await store({ IN: '/tmp/changed' })
    expect(code).toBe(1)
    expect(err).toBe('store: vectors.dump is not what was dumped\n')
    await inDebian(user, ['rm', '-rf', '/tmp/changed'])
  })

  test('when there is no dump', async () => {
    expect(await store({ IN: '/tmp/nothing' })).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^store: .*No such file/),
    })
  })

  test('when a bucket is not there or does not answer', async () => {
    expect(await store({ AUDIT_BUCKET: 'paddock-none' })).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^store: .*NoSuchBucket/),
    })
    const away = await store({ S3_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_MAX_ATTEMPTS: '1' })
    expect(away).toMatchObject({ code: 1, err: expect.stringMatching(/^store: Could not connect/) })
  })
})

test('on a laptop the uploads are copied beside the dumps, under the same list', async () => {
  const folder = join(debian, 'tmp/uploads')
  mkdirSync(join(folder, 'deep'), { recursive: true })
  writeFileSync(join(folder, 'deep/a b.txt'), 'x')
  for (let round = 0; round < 2; round += 1)
    expect(await dump('/tmp/laptop', { FILES: '/tmp/uploads' })).toMatchObject({ code: 0, err: '' })
  const check = ['sh', '-c', 'cd /tmp/laptop && sha256sum --check --quiet SHA256SUMS && cat SHA256SUMS']
  const { code, out } = await inDebian(user, check)
  expect(code).toBe(0)
  expect(out).toContain(`${sha256('x')}  files/deep/a b.txt`)
  expect(out.trimEnd().split('\n')).toHaveLength(4)
})
