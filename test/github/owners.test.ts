import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { repository } from '../support/workspace.ts'

const lines = readFileSync(join(repository, '.github/CODEOWNERS'), 'utf8')
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
  expect(places.filter((place) => !existsSync(join(repository, place)))).toEqual([])
})
