import { randomBytes } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AwsClient } from 'aws4fetch'
import { x } from 'tinyexec'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { render } from '../../../lib/findings/render.ts'
import { formatReleases, releaseModel } from '../../../lib/models/release.ts'
import { repository } from '../../support/workspace.ts'
import { debian } from './debian.ts'
import {
  accountId,
  blobOf,
  east,
  publish,
  pulled,
  regions,
  sha256,
  smallModel,
  startBuckets,
  west,
} from './models.ts'
import { credentials, endpoint, get, put } from './object-store.ts'

const { weights, model, manifestKey, weightsKey } = smallModel('pulled')
let stop: () => Promise<void>

/** Effect of `paddock models release` on a separate catalogue. */
async function release(version: string) {
  const root = mkdtempSync(join(tmpdir(), 'paddock-models-'))
  const file = 'lib/catalog/model-releases.json'
  mkdirSync(join(root, 'lib/catalog'), { recursive: true })
  cpSync(join(repository, file), join(root, file))
  const command = ['models', 'release', 'mistral:7b', version, '--account', accountId]
  const env = { ...process.env, ...credentials, AWS_ENDPOINT_URL_S3: endpoint, NO_COLOR: '1' }
  const { exitCode, stdout, stderr } = await x(
    'node',
    [join(repository, 'lib/cli/paddock.js'), '--root', root, ...command],
    { nodeOptions: { cwd: root, env } },
  )
  const text = readFileSync(join(root, file), 'utf8')
  const { 'mistral:7b': line } = JSON.parse(text) as Record<string, { current: string | null }>
  return { code: exitCode, out: stdout, err: stderr, text, line }
}

beforeAll(async () => {
  stop = await startBuckets()
})
afterAll(() => stop())

describe('published', () => {
  test('nowhere when a blob of the store is not what its name says', async () => {
    const damaged = pulled('damaged', [Buffer.from('c'), Buffer.from('weights')])
    writeFileSync(join(debian, damaged.store, 'blobs', `sha256-${sha256('weights')}`), 'weighty')
    const { code, err } = await publish(damaged.store)
    expect([code, err]).toEqual([1, expect.stringMatching(/^publish: blob sha256-\w+ is damaged/)])
    await expect(get(east, blobOf('c'))).rejects.toThrow('404')
  })

  test('in no region as a version when one region does not take its blobs; and it cannot be released', async () => {
    const targets = `us-east-1 ${east}\nus-west-2 paddock-none`
    const { code, err } = await publish(model.store, { TARGETS: targets })
    expect(code).toBe(1)
    expect(err.trim().split('\n')).toHaveLength(model.blobs.size)
    expect(err).toMatch(/^publish: us-west-2: blobs\/sha256-\w+: .*NoSuchBucket/m)
    // The first region has every byte, and still no version.
    expect((await get(east, weightsKey)).equals(weights)).toBe(true)
    await expect(get(east, manifestKey)).rejects.toThrow('404')
    const reported = await release(model.digest)
    expect(reported.code).toBe(1)
    expect(reported.err).toContain(`us-east-1: ${manifestKey} is missing`)
    expect(reported.err).toContain(`us-west-2: ${manifestKey} is missing`)
    expect(reported.line).toEqual({ current: null, versions: {} })
  })

  test('in both, each blob once; a second time nothing is sent', async () => {
    const first = await publish(model.store)
    expect(first).toMatchObject({ code: 0, err: '' })
    expect(first.out.trim().split('\n').at(-1)).toBe(model.digest)
    const whole = [...model.blobs.values()].reduce((sum, { length }) => sum + length, 0)
    expect(first.out).toContain('us-east-1 holds the blobs, 0 bytes sent')
    expect(first.out).toContain(`us-west-2 holds the blobs, ${whole} bytes sent`)
    for (const bucket of [east, west]) {
      expect((await get(bucket, manifestKey)).toString()).toBe(model.manifest)
      for (const [name, bytes] of model.blobs)
        expect((await get(bucket, `blobs/${name}`)).equals(bytes)).toBe(true)
    }
    const { out } = await publish(model.store)
    expect(out.match(/ 0 bytes sent/g)).toHaveLength(4)
  })
})

describe('released', () => {
  const other = { ...model, bytes: Buffer.alloc(weights.length, 1) }

  test('when both regions hold it: one line moves', async () => {
    const { code, out, err, text, line } = await release(model.digest)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain(`mistral:7b is ${model.digest}`)
    const day = new Date().toISOString().slice(0, 10)
    expect(line).toEqual({ current: model.digest, versions: { [model.digest]: day } })
    expect(text).toBe(formatReleases(JSON.parse(text)))
  })

  test('not while a region has other bytes of the same size, or none; all of it told at once', async () => {
    const template = blobOf('template')
    await put(west, weightsKey, other.bytes)
    await put(west, template, 'temp')
    const { code, err, line } = await release(model.digest)
    expect(code).toBe(1)
    expect(err).toContain(`us-west-2: ${weightsKey} has no SHA-256 by S3’s own count`)
    expect(err).toContain(`us-west-2: ${template} has 4 bytes, the manifest says 8`)
    expect(err).not.toContain('us-east-1:')
    expect(line).toEqual({ current: null, versions: {} })
    // Publishing again fixes it.
    expect(await publish(model.store)).toMatchObject({ code: 0 })
    expect(await release(model.digest)).toMatchObject({ code: 0 })
  })

  test('not by a manifest that was tampered with', async () => {
    await put(east, manifestKey, model.manifest.replace('2', '3'))
    const { code, err } = await release(model.digest)
    expect([code, err]).toEqual([1, expect.stringContaining(`us-east-1: ${manifestKey} is damaged`)])
    expect(await publish(model.store)).toMatchObject({ code: 0 })
  })

  test('when its large blobs came in the same parts to both', async () => {
    const large = randomBytes(11 * 1024 * 1024)
    const version = pulled('large', [Buffer.from('of large'), large])
    const singleBytes = 6_000_000
    const inParts = { SINGLE_BYTES: String(singleBytes), PART_BYTES: String(5 * 1024 * 1024) }
    expect(await publish(version.store, inParts)).toMatchObject({ code: 0, err: '' })
    expect((await get(west, blobOf(large))).equals(large)).toBe(true)
    expect((await publish(version.store, inParts)).out.match(/ 0 bytes sent/g)).toHaveLength(4)

    const file = join(mkdtempSync(join(tmpdir(), 'paddock-models-')), 'releases.json')
    const none = formatReleases({ 'mistral:7b': { current: null, versions: {} } })
    const client = new AwsClient({ accessKeyId: 'test', secretAccessKey: 'test', retries: 0 })
    const buckets = regions.map((region, index) => ({
      region,
      name: [east, west][index] ?? '',
      endpoint,
      client,
    }))
    const candidate = { name: 'mistral:7b', digest: version.digest, day: '2026-11-27' } as const
    const attempt = async () => {
      writeFileSync(file, none)
      const why = (await releaseModel(file, candidate, buckets, { singleBytes })).map(
        (one) => render(one).why,
      )
      return { why, moved: readFileSync(file, 'utf8') !== none }
    }
    expect(await attempt()).toEqual({ why: [], moved: true })
    // Other parts have another checksum over them: only by reading would it be known that the bytes are the same.
    const otherParts = { ...inParts, PART_BYTES: String(6 * 1024 * 1024), TARGETS: `us-west-2 ${west}` }
    expect(await publish(version.store, otherParts)).toMatchObject({ code: 0 })
    expect(await attempt()).toEqual({
      why: [`blobs/sha256-${sha256(large)} has not the same bytes in each region by S3’s own count`],
      moved: false,
    })
  })
})
