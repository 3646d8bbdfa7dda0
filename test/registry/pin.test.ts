import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { imageFiles } from '../../lib/catalog/image-files.ts'
import type { CatalogImage } from '../../lib/catalog/images.ts'
import { render } from '../../lib/findings/render.ts'
import { formatCatalogue, pinCatalogue } from '../../lib/registry/pin.ts'
import { repository } from '../support/workspace.ts'
import { digestOf, index, startRegistry, type Tag } from './registry.ts'

const linux = index('linux/amd64', 'linux/arm64')

/** A catalogue of one image of a registry, on disk. */
async function pinned(tags: Readonly<Record<string, Tag>>, digest: string | null = null, update = false) {
  const { host, seen } = await startRegistry(
    Object.fromEntries(Object.entries(tags).map(([tag, one]) => [`team/app:${tag}`, one])),
  )
  const folder = mkdtempSync(join(tmpdir(), 'paddock-images-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'images.json')
  const versions = Object.fromEntries(
    ['1.0', '2.0'].map((tag) => [
      tag,
      { tag, digest, ...(digest ? { digestSource: 'theirs' } : {}), source: 's' },
    ]),
  )
  const before = formatCatalogue({ app: { repository: `${host}/team/app`, versions } })
  writeFileSync(file, before)
  const other = formatCatalogue({ other: { repository: `${host}/team/other`, versions: {} } })
  writeFileSync(join(folder, 'other.json'), other)
  const {
    pinned: count,
    written,
    findings,
  } = await pinCatalogue(pathToFileURL(`${folder}/`), ['images.json', 'other.json'], { maxWaitMs: 1, update })
  expect(readFileSync(join(folder, 'other.json'), 'utf8')).toBe(other)
  const after = readFileSync(file, 'utf8')
  const entries = Object.values((JSON.parse(after) as { app: CatalogImage }).app.versions)
  const digests = entries.map((one) => one.digest)
  return {
    count,
    digests,
    sources: entries.map((one) => one.digestSource),
    seen,
    changed: after !== before,
    written,
    why: findings.map(render).map((one) => one.why.replace(host, 'host')),
  }
}

test('the digest of the index is written, with a token for the repository alone', async () => {
  expect(await pinned({ '1.0': { body: linux }, '2.0': { body: linux } })).toMatchObject({
    count: 2,
    digests: [digestOf(linux), digestOf(linux)],
    written: ['images.json'],
    why: [],
    // Each tag is asked without a token first, as the specification has it.
    seen: ['team/app:1.0', 'team/app:1.0', 'team/app:2.0', 'team/app:2.0'],
  })
})

test('a busy registry is asked again', async () => {
  const { digests, why } = await pinned({
    '1.0': { body: linux, before: [429, 503] },
    '2.0': { body: linux, before: [500] },
  })
  expect(why).toEqual([])
  expect(digests).toEqual([digestOf(linux), digestOf(linux)])
})

test('what cannot be resolved is told, and does not keep the others from being pinned', async () => {
  const { digests, why } = await pinned({ '2.0': { body: linux } })
  expect(why).toEqual(['the registry has no host/team/app:1.0'])
  expect(digests).toEqual([null, digestOf(linux)])
})

test('a digest that is not that of the answer is refused', async () => {
  const { digests, why, changed } = await pinned({
    '1.0': { body: linux, claims: digestOf('another') },
    '2.0': { body: index('windows/amd64') },
  })
  expect(why).toEqual([
    expect.stringMatching(/^the registry says sha256:.* its answer is sha256:/),
    'host/team/app:2.0 has no image for linux/amd64',
  ])
  expect(digests).toEqual([null, null])
  expect(changed).toBe(false)
})

test('a registry that stays away is told after a few attempts', async () => {
  const away = { body: linux, before: Array.from({ length: 9 }, () => 503) }
  const { why, seen } = await pinned({ '1.0': away, '2.0': { body: linux } })
  expect(why).toEqual(['the registry answered 503 for host/team/app:1.0'])
  expect(seen.filter((one) => one.endsWith('1.0')).length).toBeLessThan(7)
})

test('known digests are left alone; with update a tag that moved is told', async () => {
  const old = digestOf('old')
  const tags = { '1.0': { body: linux }, '2.0': { body: linux } }
  expect(await pinned(tags, old)).toMatchObject({
    count: 0,
    written: [],
    seen: [],
    digests: [old, old],
    sources: ['theirs', 'theirs'],
  })
  const { why, digests, sources } = await pinned(tags, old, true)
  expect(why).toEqual([expect.stringContaining('moved from'), expect.stringContaining('moved from')])
  expect(digests).toEqual([digestOf(linux), digestOf(linux)])
  // The registry's digest is used, not the one that it contradicts.
  expect(sources).toEqual([undefined, undefined])
})

test('each file of the catalogue is formatted as a pin writes it, so that a pin changes one line', () => {
  expect(imageFiles.length).toBeGreaterThan(5)
  for (const { path, images } of imageFiles)
    expect(readFileSync(join(repository, path), 'utf8'), path).toBe(formatCatalogue(images))
})
