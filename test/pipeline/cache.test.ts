import { cpSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openCache } from '../../lib/pipeline/cache.ts'
import { synth } from '../../lib/pipeline/synth.ts'
import { listFiles } from '../../lib/write/stage.ts'
import { gitWorkspace } from '../support/git.ts'
import { workspace } from '../support/workspace.ts'

const file = 'us-east-1/tenants/acme/network.yaml'

async function ready() {
  const { root } = await gitWorkspace()
  return { root, path: join(root, 'dist', file), again: () => synth({ root, cache: true }) }
}

test('a file that was tampered with is written anew, even at the same size', async () => {
  const { path, again } = await ready()
  const before = readFileSync(path, 'utf8')
  writeFileSync(path, before.replace('Egress', 'Egrets'))
  expect(await again()).toMatchObject({ written: [file] })
  expect(readFileSync(path, 'utf8')).toBe(before)
  expect((await again()).written).toEqual([])

  // Another time alone, as a fresh checkout has, is no change.
  utimesSync(path, 0, 0)
  expect((await again()).written).toEqual([])
})

test('a file that is gone comes back, one too many goes', async () => {
  const { root, path, again } = await ready()
  rmSync(path)
  writeFileSync(join(root, 'dist/us-east-1/tenants/acme/extra.yaml'), 'x')
  expect(await again()).toMatchObject({
    written: [file],
    removed: ['us-east-1/tenants/acme/extra.yaml'],
  })
})

test('with the cache and without it the bytes are the same', async () => {
  const { root, again } = await ready()
  const files = listFiles(join(root, 'dist'))
  const bytes = () => files.map((one) => readFileSync(join(root, 'dist', one), 'utf8'))
  const before = bytes()
  writeFileSync(
    join(root, 'tenants/northwind.ts'),
    readFileSync(join(root, 'tenants/northwind.ts'), 'utf8').replace('standard', 'premium'),
  )
  const cached = await again()
  const changed = bytes()
  expect(cached.written.length).toBeGreaterThan(3)
  expect(changed).not.toEqual(before)
  expect((await synth({ root })).written).toEqual([])
})

test('what is told of a fleet is the same with the cache as without it, after a change of tenant or cluster', async () => {
  const { root, again } = await ready()
  const edit = (path: string, from: string, to: string) => {
    const text = readFileSync(join(root, path), 'utf8')
    expect(text).toContain(from)
    writeFileSync(join(root, path), text.replace(from, to))
  }
  const reported = async () => {
    const { findings } = await again()
    expect(findings).toEqual((await synth({ root, write: false })).findings)
    return findings.filter(({ level }) => level === 'error').map(({ code }) => code)
  }
  edit('clusters/us-east-1.ts', 'connections: 1500', 'connections: 99')
  expect(await reported()).toContain('cell-capacity')
  edit('clusters/us-east-1.ts', 'connections: 99', 'connections: 1500')
  expect(await reported()).toEqual([])
  edit('tenants/globex.ts', 'filesGiB: 200', 'filesGiB: 9000')
  expect(await reported()).toContain('cell-capacity')
})

test('a broken cache file counts as none', async () => {
  const { root, again } = await ready()
  writeFileSync(join(root, '.cache/synth.ndjson'), '{"not": what it was')
  expect((await again()).written).toEqual([])
})

test('a region’s spec is part of what the hub is made of, and of nothing in the other region', async () => {
  const { root, again } = await ready()
  const path = join(root, 'clusters/us-west-2.ts')
  writeFileSync(path, readFileSync(path, 'utf8').replace('10.32.0.0/16', '10.40.0.0/16'))
  const { written } = await again()
  expect(written.some((one) => one.startsWith('us-west-2/'))).toBe(true)
  expect(written.filter((one) => one.startsWith('us-east-1/'))).toEqual([])
  expect(written.filter((one) => one.startsWith('hub/'))).toEqual([
    'hub/platform/region-us-west-2/network.yaml',
  ])
})

test('a file is known to hold by its unit, its path and every byte, and under the same code alone', () => {
  const root = workspace()
  const dist = join(root, 'dist')
  mkdirSync(join(dist, 'c'), { recursive: true })
  writeFileSync(join(dist, 'c/one.yaml'), 'a: 1\n')
  const unit = { name: 'c', key: 'first' }
  const before = openCache(root, dist, 'code')
  before.note(unit, 1, new Map([['c/one.yaml', 'a: 1\n']]))
  before.save()

  const made = openCache(root, dist, 'code')
  expect(made.unit(unit)).toMatchObject({ objects: 1 })
  // A folder that was copied brings its cache; a folder elsewhere for the same specs does not.
  const copy = workspace()
  for (const folder of ['dist', '.cache']) cpSync(join(root, folder), join(copy, folder), { recursive: true })
  expect(openCache(copy, join(copy, 'dist'), 'code').unit(unit)).toMatchObject({ objects: 1 })
  expect(openCache(copy, dist, 'code').unit(unit)).toBeUndefined()
  const next = { ...unit, key: 'second' }
  expect(made.unit(next)).toBeUndefined()
  expect(made.wasValid(next)('c/one.yaml', 'a: 1\n')).toBe(true)
  expect(made.wasValid(next)('c/one.yaml', 'a: 2\n')).toBe(false)
  expect(made.wasValid(next)('c/two.yaml', 'a: 1\n')).toBe(false)
  expect(made.wasValid({ ...next, name: 'd' })('c/one.yaml', 'a: 1\n')).toBe(false)
  expect(openCache(root, dist, 'other').wasValid(next)('c/one.yaml', 'a: 1\n')).toBe(false)
})
