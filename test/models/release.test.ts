import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { render } from '../../lib/findings/render.ts'
import { formatReleases, releaseModel } from '../../lib/models/release.ts'
import { claimPort } from '../support/ports.ts'
import { type Answer, counted, sha256, startBucket } from './bucket.ts'

const path = 'registry.ollama.ai/library/mistral/7b'
const blobs = ['config', 'weights', 'template']
const layer = (text: string) => ({ digest: `sha256:${sha256(text)}`, size: text.length })
const [config, ...layers] = blobs.map(layer)
const manifest = JSON.stringify({ schemaVersion: 2, config, layers })
const digest = `sha256:${sha256(manifest)}`
const manifestKey = `manifests/${path}@sha256-${sha256(manifest)}`
const key = (text: string) => `blobs/sha256-${sha256(text)}`
const whole: Readonly<Record<string, Answer>> = {
  [manifestKey]: { body: manifest },
  ...Object.fromEntries(blobs.map((body) => [key(body), { body, sha256: counted(body) }])),
}
const older = { current: 'sha256:older', versions: { 'sha256:older': '2026-01-01' } }
const others = { 'llama3:8b': older }

/** Releases it from the objects of two regions; returns the new line and the findings. */
async function release(
  east: Readonly<Record<string, Answer>>,
  west: Readonly<Record<string, Answer>>,
  more: { singleBytes?: number; version?: string } = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'paddock-models-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'releases.json')
  writeFileSync(file, formatReleases({ ...others, 'mistral:7b': older }))
  const started = [await startBucket('us-east-1', east), await startBucket('us-west-2', west)]
  const { singleBytes, version = digest } = more
  const candidate = { name: 'mistral:7b', digest: version, day: '2026-11-27' } as const
  const findings = await releaseModel(
    file,
    candidate,
    started.map(({ bucket }) => bucket),
    singleBytes === undefined ? {} : { singleBytes },
  )
  const after = JSON.parse(readFileSync(file, 'utf8')) as Record<string, typeof older>
  expect(after['llama3:8b']).toEqual(older)
  return {
    line: after['mistral:7b'],
    why: findings.map(render).map((one) => one.why),
    remedies: findings.map(render).map((one) => one.remedy),
    signed: started.map((one) => one.signed),
  }
}

test('the pointer moves when both hold every byte, and the version before stays known', async () => {
  const { line, why, signed } = await release(whole, whole)
  expect(why).toEqual([])
  expect(line).toEqual({ current: digest, versions: { ...older.versions, [digest]: '2026-11-27' } })
  // Each region's bucket is asked under that region's signature.
  for (const [index, region] of ['us-east-1', 'us-west-2'].entries())
    expect(new Set(signed[index])).toEqual(
      new Set([expect.stringMatching(new RegExp(`^someone/\\d{8}/${region}/s3/aws4_request$`))]),
    )
})

test('what either lacks is told, all at once, and the pointer stays', async () => {
  const { [key('config')]: _, ...east } = whole
  const west = {
    ...whole,
    [key('weights')]: { body: 'weights', sha256: counted('Weights') },
    [key('template')]: { refuses: 'AccessDenied' },
  }
  const { line, why } = await release(east, west)
  expect(line).toEqual(older)
  expect(why).toEqual([
    `us-east-1: ${key('config')} is missing`,
    `us-west-2: ${key('weights')} has other bytes by S3’s own count than its name says`,
    `us-west-2: ${key('template')} cannot be read: S3 answered 403 AccessDenied for models/${key('template')}`,
  ])
})

test('a region without the manifest, or without the bucket, is told; the other’s blobs are looked at all the same', async () => {
  const { [manifestKey]: _, [key('weights')]: __, ...without } = whole
  expect((await release(whole, without)).why).toEqual([
    `us-west-2: ${manifestKey} is missing`,
    `us-west-2: ${key('weights')} is missing`,
  ])
  const gone = Object.fromEntries(
    [manifestKey, ...blobs.map(key)].map((one) => [one, { refuses: 'NoSuchBucket' }]),
  )
  const { why } = await release(whole, gone)
  expect(why).toHaveLength(4)
  expect(why[0]).toMatch(/^us-west-2: .* cannot be read: S3 answered 404 NoSuchBucket/)
  expect((await release({}, {})).why).toHaveLength(2)
})

test('of large blobs both checksums must be the same, whatever the digest is', async () => {
  const inParts = (sum: string) => ({
    ...whole,
    [key('weights')]: { body: 'weights', sha256: `${sum}-2` },
    [key('template')]: { body: 'template', sha256: 'same-2' },
  })
  const singleBytes = 'weights'.length - 1
  const both = (west: string) => release(inParts('one'), inParts(west), { singleBytes })
  expect((await both('one')).why).toEqual([])
  expect((await both('two')).why).toEqual([
    `${key('weights')} has not the same bytes in each region by S3’s own count`,
  ])
})

test('a version for which servers have no room is refused', async () => {
  const huge = JSON.stringify({
    config,
    layers: [...layers, { digest: `sha256:${sha256('huge')}`, size: 9e9 }],
  })
  const at = { [`manifests/${path}@sha256-${sha256(huge)}`]: { body: huge } }
  const version = `sha256:${sha256(huge)}`
  const { why, remedies } = await release({ ...whole, ...at }, { ...whole, ...at }, { version })
  expect(why[0]).toMatch(/^the version has 9000000021 bytes, more than servers have room for/)
  expect(remedies[0]).toBe('correct mistral:7b in lib/catalog/models.ts first')
})

test('a region that does not answer is told', async () => {
  const { bucket } = await startBucket('us-west-2', whole)
  const away = { ...bucket, endpoint: `http://127.0.0.1:${await claimPort()}` }
  const candidate = { name: 'mistral:7b', digest, day: '2026-11-27' } as const
  const findings = await releaseModel('/nowhere', candidate, [bucket, away])
  expect(findings).toHaveLength(1 + blobs.length)
  expect(findings.map(render)[0]?.why).toMatch(/^us-west-2: .*fetch failed: connect ECONNREFUSED/)
})
