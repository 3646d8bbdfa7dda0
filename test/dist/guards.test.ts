import { expect, test } from 'vitest'
import { hubApis } from '../../crossplane/apis/hub-apis.ts'
import { regionApis } from '../../crossplane/apis/region-apis.ts'
import { apiVersion } from '../../crossplane/compose/api.ts'
import { readDist } from '../support/dist.ts'
import { expectSeen } from '../support/subject.ts'

const confirmed = { 'argocd.argoproj.io/sync-options': 'Prune=confirm,Delete=confirm' }
const objects = readDist().flatMap(({ path, objects: all }) =>
  all.map((object) => ({ cluster: path.split('/')[0], object })),
)

/** Key of a claim, or of the claim that a Usage protects, within its cluster. */
const place = (...parts: readonly (string | undefined)[]) => parts.join(' ')

test('every claim, the hub’s too, is guarded twice: by a confirmation and by one Usage, itself confirmed', () => {
  const claims = objects.filter(({ object }) => object.apiVersion === apiVersion)
  const usages = objects.filter(({ object }) => object.kind === 'Usage')
  expectSeen(claims.length, 101)
  for (const { object } of [...claims, ...usages])
    expect([object.kind, object.metadata.name, object.metadata.annotations]).toEqual([
      object.kind,
      object.metadata.name,
      expect.objectContaining(confirmed),
    ])
  const used = usages.map(({ cluster, object: { metadata, spec } }) => {
    const { of, reason } = spec as {
      of: { apiVersion: string; kind: string; resourceRef: { name: string } }
      reason: string
    }
    expect([of.apiVersion, reason]).toEqual([apiVersion, expect.stringContaining('delete this Usage first')])
    return place(cluster, metadata.namespace, of.kind, of.resourceRef.name)
  })
  const kept = claims.map(({ cluster, object: { kind, metadata } }) =>
    place(cluster, metadata.namespace, kind, metadata.name),
  )
  expect(used.sort()).toEqual(kept.sort())
})

test('no composition makes a Usage: it would go away with the claim', () => {
  const kinds = [...regionApis, ...hubApis].flatMap(({ plans }) =>
    plans.flatMap(({ resources }) => resources.map(({ base }) => base.kind as string)),
  )
  expect(kinds.filter((kind) => /Usage$/.test(kind))).toEqual([])
})
