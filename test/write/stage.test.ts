import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { expect, onTestFinished, test } from 'vitest'
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

test('a process killed while it writes leaves each file old or new, and the next run repairs', async () => {
  const names = Array.from({ length: 400 }, (_, n) => `t${n % 20}/f${n}.yaml`)
  const old = Object.fromEntries(names.map((name) => [name, 'old'.repeat(2000)]))
  const root = folder(old)
  // Compiled once: five processes would each load a compiler.
  const compiled = join(folder(), 'stage.mjs')
  buildSync({
    bundle: true,
    entryPoints: [join(repository, 'lib/write/stage.ts')],
    format: 'esm',
    logLevel: 'silent',
    outfile: compiled,
    platform: 'node',
  })
  const script = `
    import { openStage } from ${JSON.stringify(compiled)}
    const names = ${JSON.stringify(names)}
    for (let round = 0; ; round += 1) {
      const stage = openStage(${JSON.stringify(root)})
      for (const name of names) stage.put(name, 'new'.repeat(2000) + round % 2)
      console.log('commit')
      stage.commit(() => true)
    }`
  for (let kill = 0; kill < 5; kill += 1) {
    const child = spawn('node', ['--input-type=module', '-e', script])
    let commits = 0
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (data: Buffer) => {
        commits += data.toString().split('commit').length - 1
        // Somewhere within a later write.
        if (commits > kill + 1) setTimeout(() => child.kill('SIGKILL'), kill * 3)
      })
      child.once('exit', () => resolve())
    })
    const found = content(root)
    for (const name of names)
      expect(found[name] === old[name] || /^(new){2000}[01]$/.test(found[name] ?? '')).toBe(true)
  }
  const stage = openStage(root)
  for (const name of names) stage.put(name, 'after')
  stage.commit(all)
  expect(content(root)).toEqual(Object.fromEntries(names.map((name) => [name, 'after'])))
})
