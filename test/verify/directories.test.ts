import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { addToFolder, maxDirectoryBytes, verifyDirectories } from '../../lib/verify/directories.ts'
import { listFiles } from '../../lib/write/stage.ts'
import { subject } from '../support/workspace.ts'

const foldersOf = (files: readonly [path: string, bytes: number][]) => {
  const folders = new Map<string, number>()
  for (const [path, bytes] of files) addToFolder(folders, path, bytes)
  return folders
}

test('a folder may hold ten million bytes, and not one more', () => {
  expect(verifyDirectories(foldersOf([['c/a/x.yaml', maxDirectoryBytes]]))).toEqual([])
  expect(
    verifyDirectories(
      foldersOf([
        ['c/a/x.yaml', 1],
        ['c/b/x.yaml', 7],
        ['c/a/y.yaml', maxDirectoryBytes],
      ]),
    ),
  ).toMatchObject([{ code: 'directory-size', file: 'dist/c/a', facts: { bytes: 10_000_001 } }])
})

test('the committed dist is far below: no folder holds half', () => {
  const root = join(subject, 'dist')
  const files = listFiles(root).map((path): [string, number] => [path, statSync(join(root, path)).size * 2])
  expect(files.length).toBeGreaterThan(0)
  expect(verifyDirectories(foldersOf(files))).toEqual([])
})
