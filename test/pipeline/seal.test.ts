import { createHmac } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openCache } from '../../lib/pipeline/cache.ts'
import { workspace } from '../support/workspace.ts'

/** A file of the cache by an author who knows everything but the user's key. */
function forge(path: string, seal: string, change: (line: string) => string): void {
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1)
  writeFileSync(path, [...lines.map(change), seal].join('\n'))
}

test('what somebody else wrote into the cache is not believed', () => {
  const root = workspace()
  const dist = join(root, 'dist')
  mkdirSync(join(dist, 'c'), { recursive: true })
  writeFileSync(join(dist, 'c/one.yaml'), 'a: 1\n')
  const unit = { name: 'c', key: 'first' }
  const fill = () => {
    const cache = openCache(root, dist, 'code')
    cache.set('hash', { spec: { tier: 'standard' } })
    cache.note(unit, 1, new Map([['c/one.yaml', 'a: 1\n']]))
    cache.save()
  }
  const path = join(root, '.cache/synth.ndjson')
  const known = () => {
    const cache = openCache(root, dist, 'code')
    return [cache.get('hash'), cache.unit(unit)?.objects, cache.wasValid(unit)('c/one.yaml', 'a: 1\n')]
  }
  fill()
  expect(known()).toEqual([{ spec: { tier: 'standard' } }, 1, true])
  const [sealed = ''] = readFileSync(path, 'utf8').split('\n').slice(-1)
  const otherKey = createHmac('sha256', 'a key of their own').update('').digest('hex')
  const forgeries: ((line: string) => string)[] = [
    (line) => line.replace('standard', 'premium '),
    (line) => line.replace('"objects":1', '"objects":2'),
    (line) => line.replace('unit c\t', 'unit d\t'),
    (line) => `${line} `,
  ]
  for (const change of forgeries) {
    for (const seal of [sealed, otherKey, '', 'x']) {
      fill()
      forge(path, seal, change)
      expect(known()).toEqual([undefined, undefined, false])
    }
  }
  // A file with a good seal for other code is that of another time.
  fill()
  writeFileSync(path, readFileSync(path, 'utf8').slice(0, -1))
  expect(known()).toEqual([undefined, undefined, false])
})

test('a check trusts no cache where this user has no key, and makes none', () => {
  const root = workspace()
  const home = join(root, 'home')
  vi.stubEnv('XDG_CACHE_HOME', home)
  onTestFinished(() => void vi.unstubAllEnvs())
  openCache(root, join(root, 'dist'), 'code', false)
  expect(existsSync(home)).toBe(false)
  const cache = openCache(root, join(root, 'dist'), 'code')
  cache.set('hash', 1)
  cache.save()
  expect(openCache(root, join(root, 'dist'), 'code', false).get('hash')).toBe(1)
  expect(statSync(join(home, 'paddock/seal.key')).mode & 0o777).toBe(0o600)
  vi.stubEnv('XDG_CACHE_HOME', join(root, 'other'))
  expect(openCache(root, join(root, 'dist'), 'code').get('hash')).toBeUndefined()
})
