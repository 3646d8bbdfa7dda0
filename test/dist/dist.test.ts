import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tenantKinds } from '../../lib/kube/allow/tenant.ts'
import { kindsInUse } from '../../lib/kube/kinds-in-use.ts'
import { synth } from '../../lib/pipeline/synth.ts'
import { listFiles } from '../../lib/write/stage.ts'
import { readDist } from '../support/dist.ts'
import { areFixtures, expectOnly } from '../support/subject.ts'
import { subject, workspace } from '../support/workspace.ts'

function content(root: string): Record<string, string> {
  return Object.fromEntries(
    listFiles(join(root, 'dist')).map((path) => [path, readFileSync(join(root, 'dist', path), 'utf8')]),
  )
}

test('dist is what the specs give', async () => {
  const root = workspace()
  await synth({ root })
  expect(content(root)).toEqual(content(subject))
})

test('the project of a tenant permits exactly the kinds that tenants are made of', () => {
  const used = new Set(
    readDist()
      .filter(({ path }) => path.includes('/tenants/'))
      .flatMap(({ objects }) => objects)
      .filter(({ metadata }) => metadata.namespace?.startsWith('tenant-'))
      .map(({ apiVersion, kind }) => `${apiVersion.includes('/') ? apiVersion.split('/')[0] : ''} ${kind}`),
  )
  expectOnly(
    used,
    tenantKinds.map(({ group, kind }) => `${group} ${kind}`),
  )
})

test('every kind of dist is among the imported ones, and every imported one is in dist', () => {
  const objects = readDist().flatMap((file) => file.objects)
  const drawn = new Set(objects.map(kindOf))
  const composed = objects
    .filter(({ kind }) => kind === 'Composition')
    .flatMap((composition) => nestedKinds(composition['spec']))
  const known = [...kindsInUse]
  const inUse = new Set([...drawn, ...composed])
  // Compositions of the hub write objects into the regions' clusters.
  if (areFixtures)
    expect(known.filter((kind) => !inUse.has(kind) && !kind.startsWith('kubernetes.crossplane.io/'))).toEqual(
      [],
    )
  expect([...drawn].filter((kind) => !known.includes(kind) && !kind.startsWith('paddock.dev/'))).toEqual([])
})

function kindOf({ apiVersion, kind }: { apiVersion: string; kind: string }): string {
  return `${apiVersion} ${kind}`
}

/** Kinds of the objects within an object: what a composition is made of. */
function nestedKinds(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  const { apiVersion, kind } = value as { apiVersion?: unknown; kind?: unknown }
  const own = typeof apiVersion === 'string' && typeof kind === 'string' ? [kindOf({ apiVersion, kind })] : []
  return [...own, ...Object.values(value).flatMap(nestedKinds)]
}

test('no secret stands in dist: every value that is one comes from a reference', () => {
  const secrets = readDist().flatMap(({ objects }) => objects.filter(({ kind }) => kind === 'Secret'))
  expect(secrets).toEqual([])
  const text = readDist()
    .map(({ objects }) => JSON.stringify(objects))
    .join('\n')
  expect(text).not.toMatch(/"name":"[A-Z_]*(PASSWORD|SECRET_KEY|CLIENT_SECRET)","value":"(?!\$\()/)
})
