import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { x } from 'tinyexec'
import { expect, test } from 'vitest'
import { tenantKinds } from '../../charts/argocd/tenant.ts'
import kinds from '../../lib/kube/kinds.json' with { type: 'json' }
import { synth } from '../../lib/pipeline/synth.ts'
import { listFiles } from '../../lib/write/stage.ts'
import { readDist } from '../support/dist.ts'
import { repository, subject, tenantFile, workspace } from '../support/workspace.ts'

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

test('another time zone, locale and process give the same bytes', async () => {
  const root = workspace()
  const env = {
    ...process.env,
    TZ: 'Pacific/Kiritimati',
    LANG: 'tr_TR.UTF-8',
    LC_ALL: 'tr_TR.UTF-8',
    CI: 'true',
  }
  await x('node', [join(repository, 'lib/cli/paddock.js'), '--root', root, 'synth'], {
    nodeOptions: { env, cwd: '/' },
    throwOnError: true,
  })
  expect(content(root)).toEqual(content(subject))
})

test('a second run changes nothing', async () => {
  const root = workspace()
  await synth({ root })
  expect(await synth({ root })).toMatchObject({ written: [], removed: [] })
})

test('in git, a new tenant touches only paths that carry its name, and its removal takes just those away', async () => {
  const root = workspace()
  const git = async (...args: string[]) =>
    (
      await x('git', ['-C', root, '-c', 'user.name=t', '-c', 'user.email=t@t', ...args], {
        throwOnError: true,
      })
    ).stdout
  await git('init', '-q')
  await synth({ root })
  await git('add', '-A')
  await git('commit', '-qm', 'before')

  const file = join(root, 'tenants/newcomer.ts')
  writeFileSync(
    file,
    tenantFile(`  id: 'newcomer', tier: 'premium', cell: 'us-east-1-a', contacts: { owner: 'a@b.example' },`),
  )
  await synth({ root })
  await git('add', '-A')
  const added = (await git('diff', '--cached', '--name-status')).trim().split('\n')
  expect(added.length).toBeGreaterThan(10)
  expect(added.filter((line) => !/^A\t.*newcomer/.test(line))).toEqual([])
  await git('commit', '-qm', 'with')

  rmSync(file)
  await synth({ root })
  await git('add', '-A')
  expect(await git('diff', '--cached', '--stat', 'HEAD~1')).toBe('')
  await git('commit', '-qm', 'without')
  expect(
    (await git('diff', '--name-status', 'HEAD~1'))
      .trim()
      .split('\n')
      .every((line) => /^D\t.*newcomer/.test(line)),
  ).toBe(true)
})

test('the project of a tenant permits exactly the kinds that tenants are made of', () => {
  const used = new Set(
    readDist()
      .filter(({ path }) => path.includes('/tenants/'))
      .flatMap(({ objects }) => objects)
      .filter(({ metadata }) => metadata.namespace?.startsWith('tenant-'))
      .map(({ apiVersion, kind }) => `${apiVersion.includes('/') ? apiVersion.split('/')[0] : ''} ${kind}`),
  )
  expect([...used].sort()).toEqual(tenantKinds.map(({ group, kind }) => `${group} ${kind}`).sort())
})

test('every kind of dist is among the imported ones, and every imported one is in dist', () => {
  const objects = readDist().flatMap((file) => file.objects)
  const drawn = new Set(objects.map(kindOf))
  const composed = objects
    .filter(({ kind }) => kind === 'Composition')
    .flatMap((composition) => nestedKinds(composition['spec']))
  const known = kinds as string[]
  const inUse = new Set([...drawn, ...composed])
  // Compositions of the hub write objects into the regions' clusters.
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
