import { describe, expect, test } from 'vitest'
import type { KubeObject } from '../../lib/kube/object.ts'
import { backupTag } from '../../lib/resolve/backup-tag.ts'
import { readDist } from '../support/dist.ts'
import { areFixtures, expectSeen, hub, regionals, tenants } from '../support/subject.ts'

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

const cells = regionals.flatMap(({ name, region, cells: declared }) =>
  Object.entries(declared).map(([cell, { replicateTo = [], backupsIn = [] }]) => ({
    cell,
    home: name,
    region,
    bound: replicateTo.length === 0,
    copied: backupsIn.some((one) => one !== region),
  })),
)

describe.each(cells)('cell $cell', ({ cell, home, region, bound, copied }) => {
  const named = dist.flatMap(({ cluster, path, objects }) =>
    objects.filter((object) => mentions(object, cell)).map((object) => ({ cluster, path, object })),
  )
  const claims = named.filter(({ object }) => object.apiVersion.startsWith('paddock.dev/'))

  test('is there', () => {
    expect(named.length).toBeGreaterThan(3)
    expect(claims.map(({ object }) => object.kind)).toEqual(
      expect.arrayContaining(['CellFiles', 'PostgresDatabase', 'RedisCache', 'SharedFileSystem']),
    )
  })

  test.runIf(bound)('that is bound to its region: no object of another region names it', () => {
    expect([...new Set(named.map(({ cluster }) => cluster))].sort()).toEqual(
      [...(hub ? [hub.name] : []), home].sort(),
    )
    for (const { path, object } of claims)
      expect([path, (object['spec'] as Claim).region]).toEqual([path, region])
  })

  test.runIf(bound)(
    'that is bound to its region: nothing that its claims make stands or copies elsewhere',
    () => {
      for (const { cluster, object } of claims) {
        const composition = compositionOf(cluster, object)
        // True if a patch fills `region`, a destination or a replica from the other region's values.
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

describe.runIf(hub)('what a region has for all of its cells', () => {
  interface Template {
    readonly name: string
    readonly base: { readonly kind: string }
  }
  /** Resources of a composition that get a value of the other region. */
  const reaching = (api: string) =>
    [...compositions].flatMap(([key, { metadata, spec }]) => {
      if (!key.startsWith(`${hub?.name} `) || !metadata.name.startsWith(`${api}.`)) return []
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
  expect(cells.every(({ cell }) => cell !== '')).toBe(true)
  if (areFixtures) expect(new Set(cells.map(({ bound }) => bound))).toEqual(new Set([true, false]))
})

test('a tenant bound to a region is named in no other cluster', () => {
  const bound = tenants.flatMap(({ id, residency, cell }) => {
    const home = regionals.find(({ cells: declared }) => Object.hasOwn(declared, cell))
    return home && residency === home.region ? [{ id, home: home.name }] : []
  })
  expectSeen(bound.length)
  for (const { id, home } of bound) {
    const named = new RegExp(`(?<![a-z0-9-])(?:tenant-)?${id}(?![a-z0-9-])`)
    for (const { cluster, path, objects } of dist)
      if (cluster !== home) expect(JSON.stringify(objects), path).not.toMatch(named)
  }
})

test('no object of a tenant names a region that its cell does not allow', () => {
  let seen = 0
  for (const { id, cell } of tenants) {
    const home = regionals.find(({ cells: declared }) => Object.hasOwn(declared, cell))
    if (!home) continue
    const allowed: readonly string[] = [home.region, ...(home.cells[cell]?.replicateTo ?? [])]
    for (const { path, objects } of dist) {
      if (!path.includes(`/tenants/${id}/`) && !path.endsWith(`/tenant-${id}.yaml`)) continue
      for (const object of objects) {
        const named = JSON.stringify(object).match(
          /\b(us|eu|ap|ca|sa)-(east|west|central|north|south)[a-z]*-\d\b/g,
        )
        for (const one of named ?? []) expect(allowed, `${path} ${object.kind}`).toContain(one)
        seen += 1
      }
    }
  }
  expectSeen(seen, 501)
})
