import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { wallMarks, wallOwners } from '../../lib/docs/code-owners.ts'
import { replaceBetween } from '../../lib/docs/region-of-file.ts'
import { walls } from '../../lib/docs/walls.ts'
import { listFiles } from '../../lib/write/stage.ts'
import { repository } from '../support/workspace.ts'

const text = readFileSync(join(repository, '.github/CODEOWNERS'), 'utf8')
const lines = text
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split(/\s+/))
  .map(([pattern = '', ...owners]) => ({ pattern, owners }))
const folders = (path: string) =>
  readdirSync(join(repository, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `/${path}/${name}/`)

test('every folder has owners of its own line', () => {
  const patterns = lines.map(({ pattern }) => pattern)
  const rooms = [
    ...['/tenants/', '/clusters/', '/dist/', '/test/', '/docs/', '/.github/', '/.ci/'],
    ...['lib', 'charts', 'crossplane'].flatMap(folders),
  ]
  expect(rooms.length).toBeGreaterThan(25)
  expect(rooms.filter((room) => !patterns.includes(room))).toEqual([])
})

test('every line names owners, and something that is there', () => {
  expect(lines.filter(({ owners }) => owners.length === 0)).toEqual([])
  const places = lines.map(({ pattern }) => pattern.replace(/^\*$/, '.').replace('/*/', '/us-east-1/'))
  const missing = places.filter((place) => !existsSync(join(repository, place)))
  expect(missing.filter((place) => tracked.every((file) => !covers(place, file)))).toEqual([])
})

const tracked = [
  '.ci',
  '.github',
  'charts',
  'crossplane',
  'lib',
  'test/github',
  'test/verify',
  'package.json',
].flatMap((path) =>
  path.endsWith('.json') ? [path] : listFiles(join(repository, path)).map((file) => `${path}/${file}`),
)

/** A pattern as GitHub reads it: from the root, a folder with everything in it, `*` within one name. */
function covers(pattern: string, file: string): boolean {
  if (pattern === '*') return true
  const source = pattern.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*')
  return new RegExp(`^${source}${pattern.endsWith('/') ? '' : '(/|$)'}`).test(`/${file}`)
}

/** The owners of a file: those of the last line that covers it. */
function ownersOf(file: string): readonly string[] {
  return lines.findLast(({ pattern }) => covers(pattern, file))?.owners ?? []
}

test('the lines of walls are those that `npm run docs` writes, and the last ones', () => {
  const organisation = /@([^/\s]+)\/platform/.exec(text)?.[1] ?? ''
  expect(replaceBetween(text, wallMarks, wallOwners(walls, organisation))).toBe(text)
  expect(text.trimEnd().endsWith(wallMarks.end)).toBe(true)
})

test('the security team owns every file of every wall', () => {
  for (const { path, why } of walls) {
    expect(why).not.toBe('')
    const files = [...tracked, 'package-lock.json', 'biome.json'].filter((file) => covers(path, file))
    expect([path, files.length > 0]).toEqual([path, true])
    for (const file of files)
      expect([file, ownersOf(file).some((owner) => owner.endsWith('/security'))]).toEqual([file, true])
  }
})

test('every part that keeps a promise of docs/security.md is a wall', () => {
  const promised = readFileSync(join(repository, 'docs/security.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .flatMap((line) => [
      ...(line.split('|')[2] ?? '').matchAll(/`((?:lib|charts|crossplane|\.github)\/[^`*]*)`/g),
    ])
    .map(([, path = '']) => path)
  expect(promised.length).toBeGreaterThan(10)
  const open = promised.filter((path) => !ownersOf(path).some((owner) => owner.endsWith('/security')))
  expect(open).toEqual([])
})
