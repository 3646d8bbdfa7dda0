import { describe, expect, test } from 'vitest'
import type { KubeObject } from '../../lib/kube/object.ts'
import { loadSpecs } from '../../lib/pipeline/load.ts'
import { backupTag } from '../../lib/resolve/backup-tag.ts'
import { readDist } from '../support/dist.ts'
import { subject } from '../support/workspace.ts'

interface Claim {
  readonly region?: string
  readonly compositionRef?: { readonly name: string }
  readonly tags?: Readonly<Record<string, string>>
}

const dist = readDist().map(({ path, objects }) => ({ cluster: path.split('/')[0] ?? '', path, objects }))
const compositions = new Map(
  dist.flatMap(({ cluster, objects }) =>
    objects
      .filter(({ kind }) => kind === 'Composition')
      .map((one): [string, KubeObject] => [`${cluster} ${one.metadata.name}`, one]),
  ),
)
/** The composition that a claim gets: the one that it names, else its kind's own. */
function compositionOf(cluster: string, { kind, spec }: KubeObject): KubeObject {
  const named = (spec as Claim).compositionRef?.name
  const found = [...compositions].find(([key, { metadata, spec: made }]) => {
    const of = (made as { compositeTypeRef: { kind: string } }).compositeTypeRef.kind
    if (!key.startsWith(`${cluster} `) || of.replace(/^X/, '') !== kind) return false
    return named === undefined ? metadata.name.split('.').length === 3 : metadata.name === named
  })
  if (!found) throw new Error(`${cluster} has no composition for ${kind} ${named ?? ''}`)
  return found[1]
}
const mentions = (object: KubeObject, cell: string) =>
  new RegExp(`(?<![a-z0-9-])(?:cell-|files-)?${cell}(?![a-z0-9])`).test(JSON.stringify(object))

const { clusters } = await loadSpecs(subject)
const cells = clusters.flatMap(({ spec }) =>
  spec.kind === 'regional'
    ? Object.entries(spec.cells).map(([cell, { replicateTo = [], backupsIn = [] }]) => ({
        cell,
        home: spec.region,
        bound: replicateTo.length === 0,
        copied: backupsIn.some((region) => region !== spec.region),
      }))
    : [],
)

describe.each(cells)('cell $cell', ({ cell, home, bound, copied }) => {
  const named = dist.flatMap(({ cluster, path, objects }) =>
    objects.filter((object) => mentions(object, cell)).map((object) => ({ cluster, path, object })),
  )
  const claims = named.filter(({ object }) => object.apiVersion.startsWith('paddock.dev/'))

  test('is there', () => {
    expect(named.length).toBeGreaterThan(20)
    expect(claims.map(({ object }) => object.kind)).toEqual(
      expect.arrayContaining(['CellFiles', 'PostgresDatabase', 'RedisCache', 'SharedFileSystem']),
    )
  })

  test.runIf(bound)('that is bound to its region: no object of another region names it', () => {
    expect([...new Set(named.map(({ cluster }) => cluster))].sort()).toEqual(['hub', home])
    for (const { path, object } of claims)
      expect([path, (object['spec'] as Claim).region]).toEqual([path, home])
  })

  test.runIf(bound)(
    'that is bound to its region: nothing that its claims make stands or copies elsewhere',
    () => {
      for (const { cluster, object } of claims) {
        const composition = compositionOf(cluster, object)
        // What a patch puts into `region`, a destination or a replica comes from the other region's values, or does not.
        const elsewhere = JSON.stringify(composition).match(
          /"fromFieldPath":"(?:peer\.|spec\.peerRegion)[^"]*"/g,
        )
        expect([object.kind, composition.metadata.name, elsewhere]).toEqual([
          object.kind,
          composition.metadata.name,
          null,
        ])
      }
    },
  )

  test('backups go where its file says: the tag by which AWS Backup chooses the plan', () => {
    const tags = claims
      .filter(({ object }) => ['PostgresDatabase', 'SharedFileSystem'].includes(object.kind))
      .filter(({ cluster }) => cluster === home)
      .map(({ object }) => (object['spec'] as Claim).tags?.[backupTag.key])
    expect(tags).toHaveLength(2)
    for (const tag of tags) expect(tag).toBe(copied ? backupTag.values.copied : backupTag.values.local)
  })
})

describe('what a region has for all of its cells', () => {
  interface Template {
    readonly name: string
    readonly base: { readonly kind: string }
  }
  /** Resources of a composition into which a value of the other region goes. */
  const reaching = (api: string) =>
    [...compositions].flatMap(([key, { metadata, spec }]) => {
      if (!key.startsWith('hub ') || !metadata.name.startsWith(`${api}.`)) return []
      const { pipeline } = spec as { pipeline: { input?: { resources?: Template[] } }[] }
      return pipeline
        .flatMap(({ input }) => input?.resources ?? [])
        .filter((one) => /"fromFieldPath":"(?:peer\.|[^"]*peerRegion)/.test(JSON.stringify(one)))
        .map(({ name, base }) => `${base.kind} ${name}`)
    })

  test('its buckets of audit and of logs are copied nowhere else: models alone go to the other region', () => {
    expect([...new Set(reaching('regionstorages'))].sort()).toEqual([
      'BucketReplicationConfiguration models-replication',
      'MetricAlarm alarm-models-behind',
      'RolePolicy models-replication-policy',
    ])
  })

  test('its guard sends backups of tagged resources alone, and no trail, stream or finding', () => {
    expect([...new Set(reaching('regionguards'))].sort()).toEqual([
      'Plan plan-copied',
      'RolePolicy backup-policy',
    ])
  })

  test('its network, its cluster and its load balancers keep their logs in it', () => {
    for (const api of ['networks', 'kubernetesclusters', 'edges'])
      expect([api, reaching(api)]).toEqual([api, []])
  })
})

test('some cell is bound, and some is not', () => {
  expect(new Set(cells.map(({ bound }) => bound))).toEqual(new Set([true, false]))
})
