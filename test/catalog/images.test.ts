import { expect, test } from 'vitest'
import { imageReference, images, unpinnedImages } from '../../lib/catalog/images.ts'
import { readDist } from '../support/dist.ts'

const versions = Object.values(images).flatMap(({ repository, versions }) =>
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
  expect(unpinnedImages()).not.toContain('nvcr.io/nvidia/k8s-device-plugin:v0.20.0')
})
