import { expect, test } from 'vitest'
import { imageFiles, unpinnedImages } from '../../lib/catalog/image-files.ts'
import { imageReference } from '../../lib/catalog/images.ts'
import { readDist } from '../support/dist.ts'

const all = imageFiles.flatMap(({ images }) => Object.entries(images))
const versions = all.flatMap(([, { repository, versions }]) =>
  Object.values(versions).map((version) => ({ repository, ...version })),
)
/** Repositories in which a publisher commits the digests of its own images, and the images that are its own. */
const publishers: Readonly<Record<string, RegExp>> = {
  'docker-library/repo-info': /^docker\.io\/library\//,
  'NVIDIA/gpu-operator': /^nvcr\.io\/nvidia\//,
}

test('a digest is whole, and one that no registry was asked for is said by the image’s own publisher, at a commit', () => {
  const known = versions.filter(({ digest }) => digest !== null)
  expect(known.length).toBeGreaterThanOrEqual(3)
  for (const { repository, digest, digestSource } of known) {
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/)
    if (digestSource === undefined) continue
    const [, publisher = ''] =
      /^https:\/\/github\.com\/([\w.-]+\/[\w.-]+)\/blob\/[0-9a-f]{40}\/\S+$/.exec(digestSource) ?? []
    expect([digestSource, publishers[publisher]?.test(repository)]).toEqual([digestSource, true])
  }
  expect(versions.filter(({ digest, digestSource }) => digest === null && digestSource)).toEqual([])
})

test('what is known stands in dist: no image of the catalogue is there without its digest', () => {
  const text = JSON.stringify(readDist())
  for (const { repository, tag, digest } of versions.filter((one) => one.digest !== null)) {
    expect(text).toContain(`"${repository}:${tag}@${digest}"`)
    expect(text).not.toContain(`"${repository}:${tag}"`)
  }
  expect(imageReference('postgres')).toMatch(/^docker\.io\/library\/postgres:17\.\d+-bookworm@sha256:/)
  expect(unpinnedImages().map(({ reference }) => reference)).not.toContain(
    'nvcr.io/nvidia/k8s-device-plugin:v0.20.0',
  )
})

test('no two files of the catalogue have the same image', () => {
  const ids = all.map(([id]) => id)
  const repositories = all.map(([, { repository }]) => repository)
  expect(new Set(ids).size).toBe(ids.length)
  expect(new Set(repositories).size).toBe(repositories.length)
})

test('an image of a component without a digest is reported at its own file', () => {
  const files = unpinnedImages().map(({ file }) => file)
  expect(files).toContain('lib/catalog/images.json')
  expect(files).toContain('charts/platform/keda/images.json')
})
