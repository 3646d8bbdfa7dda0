import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync, truncateSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { x } from 'tinyexec'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listFiles } from '../../../lib/write/stage.ts'
import { repository } from '../../support/workspace.ts'
import { debian, inDebian, scripts } from './debian.ts'
import {
  east,
  failingLine,
  fresh,
  keyOf,
  path,
  publish,
  pulled,
  sha256,
  smallModel,
  startBuckets,
  user,
  west,
} from './models.ts'
import { credentials, endpoint, put } from './object-store.ts'

const { weights, model, manifestKey, weightsKey } = smallModel('to-fill')
let stop: () => Promise<void>

const fillEnv = (bucket: string, url = endpoint) => ({
  ...credentials,
  AWS_MAX_ATTEMPTS: '1',
  BUCKET: bucket,
  HOME: '/tmp',
  MODELS: `${path} ${model.digest}`,
  S3_ENDPOINT_URL: url,
  S3_REGION_NAME: 'us-east-1',
  TARGET: '/tmp/volume',
  WAIT_SECONDS: '2',
})
const program = ['python3', `${scripts}/fill-models.py`]
const fill = (more = {}) => inDebian(user, program, { ...fillEnv(east), ...more })

beforeAll(async () => {
  stop = await startBuckets()
  expect(await publish(model.store)).toMatchObject({ code: 0 })
})
afterAll(() => stop())

describe('a tenant’s volume is filled', () => {
  const volume = () => listFiles(join(debian, '/tmp/volume'))
  const whole = [...[...model.blobs.keys()].map((name) => `blobs/${name}`), manifestKey].sort()
  const incoming = join(debian, '/tmp/volume/.incoming')

  test('with what its own region holds, and a second run brings nothing', async () => {
    fresh('/tmp/volume')
    expect(await fill({ BUCKET: west })).toMatchObject({ code: 0, err: '' })
    expect([...volume()].sort()).toEqual(whole)
    const inodes = () => whole.map((name) => statSync(join(debian, '/tmp/volume', name)).ino)
    const before = inodes()
    expect((await fill({ BUCKET: 'paddock-none' })).out).toMatch(/is complete, 0 bytes downloaded/)
    expect(inodes()).toEqual(before)
  })

  test('so that a model server’s pod takes the version from there', async () => {
    const target = fresh('/tmp/server')
    const env = {
      MODELS: `${path} ${model.digest}`,
      SOURCE: join(debian, '/tmp/volume'),
      TARGET: target,
      WAIT_SECONDS: '2',
    }
    const script = join(repository, 'charts/tenant/ollama/prepare-models.py')
    const prepared = await x('python3', [script], { nodeOptions: { env: { ...process.env, ...env } } })
    expect(prepared).toMatchObject({ exitCode: 0, stderr: '' })
    expect(listFiles(target)).toEqual(listFiles(join(debian, model.store)))
  })

  test('and a file that was cut short there is brought again', async () => {
    truncateSync(join(debian, '/tmp/volume', weightsKey), 1000)
    expect(await fill()).toMatchObject({ code: 0 })
    expect(sha256(readFileSync(join(debian, '/tmp/volume', weightsKey)))).toBe(sha256(weights))
  })

  test('by two runs at once, without harm', async () => {
    fresh('/tmp/volume')
    const both = await Promise.all([fill(), fill()])
    expect(both).toMatchObject([{ code: 0 }, { code: 0 }])
    expect([...volume()].sort()).toEqual(whole)
    expect(sha256(readFileSync(join(debian, '/tmp/volume', weightsKey)))).toBe(sha256(weights))
  })

  test('not with a damaged blob: nothing has its name, nor has the version; other models are brought', async () => {
    fresh('/tmp/volume')
    const other = pulled('other', [Buffer.from('config of another'), Buffer.from('weights of another')])
    expect(await publish(other.store)).toMatchObject({ code: 0 })
    await put(east, weightsKey, Buffer.alloc(weights.length, 1))
    const MODELS = [`${path} ${model.digest}`, `${path} ${other.digest}`].join('\n')
    const { code, err } = await fill({ MODELS })
    expect([code, err]).toEqual([1, expect.stringContaining(`${weightsKey} in ${east} is damaged`)])
    const files = volume()
    expect(files).not.toContain(weightsKey)
    expect(files).not.toContain(manifestKey)
    expect(files).toContain(keyOf(other))
    expect(files.filter((name) => name.startsWith('.incoming'))).toEqual([])
    expect(await publish(model.store)).toMatchObject({ code: 0 })
    expect(await fill({ MODELS })).toMatchObject({ code: 0 })
  })

  test('not with what the bucket lacks, and that is told; what is not released is told and waits', async () => {
    const missing = `sha256:${sha256('missing')}`
    const { code, err } = await fill({ MODELS: `${path} ${missing}` })
    expect([code, err]).toEqual([1, expect.stringMatching(/NoSuchKey/)])
    const unreleased = await fill({ MODELS: `${path} -` })
    expect(unreleased).toMatchObject({ code: 0, out: expect.stringContaining('no version of') })
  })

  test('after the line broke: nothing half has a name, and the next run mends it', async () => {
    fresh('/tmp/volume')
    const { url, stop: hangUp } = await failingLine(new RegExp(sha256(weights)), 'hangs up')
    expect((await fill({ S3_ENDPOINT_URL: url })).code).toBe(1)
    hangUp()
    expect(volume()).not.toContain(weightsKey)
    expect(volume()).not.toContain(manifestKey)
    expect(await fill()).toMatchObject({ code: 0 })
    expect([...volume()].sort()).toEqual(whole)
  })

  test('after its pod was killed in the middle; what that left is deleted a day later, not earlier', async () => {
    fresh('/tmp/volume')
    const { url, stop: hangUp } = await failingLine(new RegExp(sha256(weights)), 'falls silent')
    const env = Object.entries({ PATH: '/usr/bin:/bin', ...fillEnv(east, url) }).map(([k, v]) => `${k}=${v}`)
    const run = spawn('chroot', [`--userspec=${user}`, debian, '/usr/bin/env', '-i', ...env, ...program])
    const partial = () => volume().find((name) => name.endsWith(sha256(weights)))
    for (let tries = 0; tries < 100 && !(existsSync(incoming) && partial()); tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 100))
    expect(partial()).toMatch(/^\.incoming\//)
    run.kill('SIGKILL')
    await new Promise((resolve) => run.once('exit', resolve))
    hangUp()
    expect(await fill()).toMatchObject({ code: 0 })
    expect(volume()).toEqual(expect.arrayContaining(whole))
    expect(readdirSync(incoming)).toHaveLength(1)
    const yesterday = new Date(Date.now() - 25 * 3600 * 1000)
    for (const folder of readdirSync(incoming)) utimesSync(join(incoming, folder), yesterday, yesterday)
    expect(await fill()).toMatchObject({ code: 0 })
    expect([...volume()].sort()).toEqual(whole)
  })
})
