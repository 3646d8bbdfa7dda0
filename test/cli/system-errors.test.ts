import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { x } from 'tinyexec'
import { expect, test } from 'vitest'
import { systemError } from '../../lib/cli/main.ts'
import { smallSynthesised } from '../support/small.ts'
import { repository } from '../support/workspace.ts'

async function synthIn(root: string) {
  const { exitCode, stdout, stderr } = await x('node', [
    join(repository, 'lib/cli/paddock.js'),
    '--root',
    root,
    'synth',
  ])
  return { code: exitCode, out: stdout, err: stderr }
}

const file = 'dist/small/tenants/first/network.yaml'

test.each([
  [
    'a folder where a file of dist should be',
    (root: string) => {
      rmSync(join(root, file))
      mkdirSync(join(root, file, 'inner'), { recursive: true })
    },
    `${file}: a folder is where a file should be`,
  ],
  [
    'a file where a folder of dist should be',
    (root: string) => {
      rmSync(join(root, 'dist/small/tenants'), { recursive: true })
      writeFileSync(join(root, 'dist/small/tenants'), '')
    },
    'dist/small/tenants/first/namespace.yaml: it is no folder, or lies below what is none',
  ],
  [
    'a file where dist should be',
    (root: string) => {
      rmSync(join(root, 'dist'), { recursive: true })
      writeFileSync(join(root, 'dist'), '')
    },
    /dist\/\S+: it is no folder, or lies below what is none/,
  ],
  [
    'a file where the cache should be',
    (root: string) => {
      rmSync(join(root, '.cache'), { recursive: true })
      writeFileSync(join(root, '.cache'), '')
    },
    '.cache: a file is where a folder should be',
  ],
])('%s: one line and exit code 2', async (_, change, line) => {
  const root = await smallSynthesised()
  change(root)
  const { code, err } = await synthIn(root)
  expect(err.trimEnd().split('\n')).toHaveLength(1)
  expect(err).toMatch(typeof line === 'string' ? `${root}/${line}\n` : line)
  expect(code).toBe(2)
})

test('a full disk is noticed without a path, and is no bug', () => {
  const write = { code: 'ENOSPC', syscall: 'write' }
  expect(systemError(write)).toBe('the machine refused to write: no space is left on the disk')
  const moved = { code: 'EISDIR', syscall: 'rename', path: '/a/.stage/b', dest: '/a/b' }
  expect(systemError(moved)).toBe('/a/b: a folder is where a file should be')
  for (const bug of [
    new Error('x'),
    { code: 'ENOENT', syscall: 'open', path: '/a' },
    { code: 'EACCES' },
    undefined,
  ])
    expect(systemError(bug ?? {})).toBeUndefined()
})
