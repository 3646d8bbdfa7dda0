import { dirname } from 'node:path'
import { expect, test } from 'vitest'
import { hubApis } from '../../crossplane/apis/hub-apis.ts'
import { regionApis } from '../../crossplane/apis/region-apis.ts'
import { apiVersion } from '../../crossplane/compose/api.ts'
import { backupTag } from '../../lib/resolve/backup-tag.ts'
import { costAllocationTags } from '../../lib/resolve/budgets.ts'
import { billTags } from '../../lib/resolve/tags.ts'
import { readDist } from '../support/dist.ts'
import { expectOnly, expectSeen, regionals, tenants } from '../support/subject.ts'

interface ClaimSpec {
  readonly cell?: string
  readonly tags?: Readonly<Record<string, string>>
}

const claims = readDist()
  .flatMap(({ path, objects }) =>
    objects.map((object) => ({ cluster: path.split('/')[0] ?? '', path, object })),
  )
  .filter(({ object }) => object.apiVersion === apiVersion)
const apis = [...regionApis, ...hubApis].map(({ api }) => api)

test('every claim says to whom its resources are charged, as its cell’s and tenant’s files do', () => {
  const byId = new Map(tenants.map((spec) => [spec.id, spec]))
  let seen = 0
  for (const { cluster, path, object } of claims) {
    const { kind, metadata } = object
    const { cell, tags } = object['spec'] as ClaimSpec
    const takesTags = apis.find((api) => api.kind === kind)?.spec.properties['tags'] !== undefined
    // A quota takes none.
    expect([kind, takesTags]).toEqual([kind, kind !== 'RaisedQuota'])
    if (!takesTags) continue
    const tenant = byId.get(/^tenant-(.+)$/.exec(metadata.namespace ?? '')?.[1] ?? '')
    const region = /region-([^/]+)/.exec(path)?.[1]
    expect(tags, `${path} ${kind} ${metadata.name}`).toMatchObject({
      'paddock:cluster': region ?? cluster,
      'paddock:component': expect.stringMatching(/^[a-z]+$/),
      'paddock:environment': 'production',
      ...(cell ? { 'paddock:cell': cell } : {}),
      ...(tenant ? { 'paddock:tenant': tenant.id, 'paddock:tier': tenant.tier } : {}),
      ...(tenant?.cost ? { 'paddock:cost-center': tenant.cost.center } : {}),
      ...(tenant?.cost?.project ? { 'paddock:project': tenant.cost.project } : {}),
    })
    seen += 1
  }
  expectSeen(seen, 101)
})

test('what External Secrets makes in AWS is tagged as the tenant’s entry is', () => {
  let seen = 0
  for (const { path, objects } of readDist().filter((one) => one.path.includes('/tenants/'))) {
    const tags = (
      claims.find(
        ({ path: other, object }) => object.kind === 'TenantSecrets' && dirname(other) === dirname(path),
      )?.object['spec'] as ClaimSpec | undefined
    )?.tags
    for (const { kind, metadata, spec } of objects) {
      // Into an entry that Crossplane makes, the other one puts values alone.
      if (kind !== 'PushSecret' || metadata.name === 'generated') continue
      const { data } = spec as { data: { metadata?: { spec: { tags: object } } }[] }
      for (const one of data) expect([path, one.metadata?.spec.tags]).toEqual([path, tags])
      seen += data.length
    }
  }
  expectSeen(seen)
})

test('volumes that are made of a class are tagged: no claim stands for them', () => {
  const classes = readDist().flatMap(({ path, objects }) =>
    objects
      .filter((one) => one.kind === 'StorageClass' && one['provisioner'] === 'ebs.csi.aws.com')
      .map((one) => ({
        cluster: path.split('/')[0],
        tags: Object.entries(one['parameters'] as Record<string, string>)
          .filter(([key]) => key.startsWith('tagSpecification_'))
          .map(([, tag]) => tag),
      })),
  )
  expect(classes).toEqual(
    regionals.map(({ name: cluster }) => ({
      cluster,
      tags: [`paddock:cluster=${cluster}`, 'paddock:component=volumes', 'paddock:environment=production'],
    })),
  )
})

test('the account’s bootstrap activates every tag of the bill that a claim carries, and no other', () => {
  const used = claims.flatMap(({ object }) => Object.keys((object['spec'] as ClaimSpec).tags ?? {}))
  const ofBill = [...new Set(used)].filter((tag) => tag !== backupTag.key)
  expectOnly(ofBill, billTags)
  expect(billTags).toEqual(expect.arrayContaining(Object.values(costAllocationTags)))
})
