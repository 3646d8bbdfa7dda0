import { spawn } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { expect, onTestFinished, test } from 'vitest'
import { openComparison } from '../../lib/write/comparison.ts'
import { listFiles, openStage } from '../../lib/write/stage.ts'
import { repository } from '../support/workspace.ts'

const all = () => true

function folder(files: Readonly<Record<string, string>> = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'paddock-stage-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

const content = (root: string) =>
  Object.fromEntries(listFiles(root).map((path) => [path, readFileSync(join(root, path), 'utf8')]))

test('the folder holds exactly what was put and kept; empty folders go', () => {
  const root = folder({
    'a/same.yaml': 'same',
    'a/old.yaml': 'old',
    'b/c/gone.yaml': 'x',
    'd/kept.yaml': 'k',
  })
  const stage = openStage(root)
  stage.put('a/same.yaml', 'same')
  stage.put('a/old.yaml', 'new')
  stage.put('e/f.yaml', 'f')
  stage.keep('d/kept.yaml')
  expect(stage.commit(all)).toEqual({
    written: ['a/old.yaml', 'e/f.yaml'],
    removed: ['b/c/gone.yaml'],
    unchanged: 2,
  })
  expect(content(root)).toEqual({
    'a/same.yaml': 'same',
    'a/old.yaml': 'new',
    'd/kept.yaml': 'k',
    'e/f.yaml': 'f',
  })
  expect(existsSync(join(root, 'b'))).toBe(false)
})

test('nothing changes before the commit, and nothing after an abort', () => {
  const root = folder({ 'a.yaml': 'old' })
  const stage = openStage(root)
  stage.put('a.yaml', 'new')
  expect(readFileSync(join(root, 'a.yaml'), 'utf8')).toBe('old')
  stage.abort()
  expect(content(root)).toEqual({ 'a.yaml': 'old' })
})

test('a file where a folder must be, and a folder where a file must be', () => {
  const root = folder({ 'a.yaml/inner.yaml': 'x' })
  const stage = openStage(root)
  expect(() => {
    stage.put('a.yaml', 'new')
    stage.commit(all)
  }).toThrow()
  expect(content(root)['a.yaml/inner.yaml']).toBe('x')
})

test.each(['../x.yaml', '/x.yaml', 'a//b.yaml', 'a/../b.yaml', 'A.yaml', '.hidden', 'a\\b.yaml', ''])(
  'the path "%s" is refused',
  (path) => {
    expect(() => openStage(folder()).put(path, '')).toThrow('not a path below')
  },
)

test('a path cannot be made twice', () => {
  const stage = openStage(folder())
  stage.put('a.yaml', '')
  expect(() => stage.put('a.yaml', '')).toThrow('made twice')
})

/** Compiled once: each process would load a compiler. */
function compiled(): string {
  const outfile = join(folder(), 'stage.mjs')
  buildSync({
    bundle: true,
    entryPoints: [join(repository, 'lib/write/stage.ts')],
    format: 'esm',
    logLevel: 'silent',
    outfile,
    platform: 'node',
  })
  return outfile
}

test('a process killed while it writes leaves all files of a run, or a commit that the next one finishes', async () => {
  const names = Array.from({ length: 200 }, (_, n) => `t${n % 20}/f${n}.yaml`)
  const root = folder(Object.fromEntries(names.map((name) => [name, 'round -1'])))
  const script = `
    import { openStage } from ${JSON.stringify(compiled())}
    const names = ${JSON.stringify(names)}
    for (let round = Number(process.argv[1]); ; round += 1) {
      const stage = openStage(${JSON.stringify(root)})
      for (const name of names) stage.put(name, 'round ' + round)
      console.log('commit')
      stage.commit(() => true)
    }`
  for (let kill = 0; kill < 8; kill += 1) {
    const child = spawn('node', ['--input-type=module', '-e', script, String(kill * 1_000_000)])
    await new Promise<void>((resolve) => {
      // Within the commit or soon after it.
      child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), kill * 3))
      child.once('exit', () => resolve())
    })
    const before = new Set(names.map((name) => readFileSync(join(root, name), 'utf8')))
    const { unfinished } = openComparison(root).drift()
    expect(before.size === 1 || unfinished, 'a mixture is not silent').toBe(true)
    openStage(root).abort()
    expect(new Set(names.map((name) => readFileSync(join(root, name), 'utf8'))).size).toBe(1)
    expect(existsSync(join(root, '.stage'))).toBe(false)
  }
})

test('a commit that was killed after each of its steps is finished by the next run', () => {
  const files = { 'a/moved.yaml': 'old', 'b/removed.yaml': 'x', 'c/same.yaml': 'same' }
  const staged = { '.stage/files/a/moved.yaml': 'new', '.stage/files/d/added.yaml': 'added' }
  const changes = { moved: ['a/moved.yaml', 'd/added.yaml'], removed: ['b/removed.yaml'] }
  const after = { 'a/moved.yaml': 'new', 'c/same.yaml': 'same', 'd/added.yaml': 'added' }
  const steps = [
    () => {},
    (root: string) => renameSync(join(root, '.stage/files/a/moved.yaml'), join(root, 'a/moved.yaml')),
    (root: string) => {
      mkdirSync(join(root, 'd'))
      renameSync(join(root, '.stage/files/d/added.yaml'), join(root, 'd/added.yaml'))
    },
    (root: string) => rmSync(join(root, 'b/removed.yaml')),
  ]
  for (const killed of steps.keys()) {
    const root = folder({ ...files, ...staged, '.stage/commit.json': JSON.stringify(changes) })
    for (const step of steps.slice(0, killed + 1)) step(root)
    expect(openComparison(root).drift().unfinished).toBe(true)
    openStage(root).abort()
    expect(content(root)).toEqual(after)
  }
})

test('a commit that no run has begun is not finished: its paths leave the folder, or it is no commit', () => {
  const outside = folder({ 'kept.yaml': 'kept' })
  for (const changes of [
    { moved: ['../evil.yaml'], removed: [] },
    { moved: [], removed: [join('..', outside.split('/').at(-1) ?? '', 'kept.yaml')] },
    { moved: [], removed: ['a/../../x'] },
    { moved: ['a.yaml'] },
    ['a'],
  ]) {
    const root = folder({
      'a.yaml': 'old',
      '.stage/files/a.yaml': 'new',
      '.stage/commit.json': JSON.stringify(changes),
    })
    openStage(root).abort()
    expect(content(root)).toEqual({ 'a.yaml': 'old' })
  }
  expect(content(outside)).toEqual({ 'kept.yaml': 'kept' })
})

test('a link in the folder is replaced, and nothing behind it is compared or written', () => {
  const outside = folder({ 'a.yaml': 'same', 'b.yaml': 'other' })
  const root = folder({ 'c.yaml': 'c' })
  symlinkSync(outside, join(root, 'linked'))
  symlinkSync(join(outside, 'a.yaml'), join(root, 'file.yaml'))
  const stage = openStage(root)
  for (const [path, text] of [
    ['linked/a.yaml', 'same'],
    ['linked/b.yaml', 'new'],
    ['file.yaml', 'same'],
  ] as const)
    stage.put(path, text)
  stage.keep('c.yaml')
  stage.commit(all)
  expect(content(root)).toEqual({
    'c.yaml': 'c',
    'file.yaml': 'same',
    'linked/a.yaml': 'same',
    'linked/b.yaml': 'new',
  })
  expect(content(outside)).toEqual({ 'a.yaml': 'same', 'b.yaml': 'other' })
})

test('a full disk while files are put aside leaves the folder as it was', () => {
  const root = folder({ 'a.yaml': 'old' })
  const stage = openStage(root)
  stage.put('a.yaml', 'new')
  // A folder in the place of the next file refuses it as a full disk does.
  mkdirSync(join(root, '.stage/files/b.yaml'))
  expect(() => stage.put('b.yaml', 'new')).toThrow('EISDIR')
  stage.abort()
  expect(content(root)).toEqual({ 'a.yaml': 'old' })
})
