import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { x } from 'tinyexec'
import { expect, onTestFinished, test } from 'vitest'
import { repository } from '../support/workspace.ts'

/** A repository of two modules and a script beside one of them, and what its command says. */
function smallRepository() {
  const root = mkdtempSync(join(tmpdir(), 'paddock-'))
  onTestFinished(() => {
    chmodSync(root, 0o755)
    rmSync(root, { recursive: true, force: true })
  })
  mkdirSync(join(root, 'lib/cli'), { recursive: true })
  for (const path of ['lib/cli/bundle.js', 'lib/pipeline/seal.js'])
    cpSync(join(repository, path), join(root, path))
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'))
  const write = (path: string, text: string) => writeFileSync(join(root, path), text)
  write('package.json', '{ "type": "module" }\n')
  write('lib/word.ts', `export const word: string = 'old'\n`)
  write('lib/cli/beside.txt', 'found\n')
  write(
    'lib/cli/main.ts',
    `import { readFileSync } from 'node:fs'
import { word } from '../word.ts'
const beside = readFileSync(new URL('beside.txt', import.meta.url), 'utf8').trim()
console.log(word, beside, (await import('node:path')).basename(process.argv[1] ?? ''))\n`,
  )
  write(
    'run.js',
    `import { importBundled } from './lib/cli/bundle.js'\nawait importBundled('lib/cli/main.ts')\n`,
  )
  const bundles = () => readdirSync(join(root, '.cache/code')).filter((name) => !name.endsWith('.json'))
  return { root, write, bundles, run: async () => (await x('node', [join(root, 'run.js')])).stdout.trim() }
}

test('a command runs from a bundle that is made anew when a source has changed, and only then', async () => {
  const { write, bundles, run } = smallRepository()
  expect(await run()).toBe('old found run.js')
  expect(await run()).toBe('old found run.js')
  expect(bundles()).toHaveLength(1)
  write('lib/word.ts', `export const word: string = 'new'\n`)
  expect(await run()).toBe('new found run.js')
  expect(bundles()).toHaveLength(2)
})

test('bundles of the last day stay for processes that still run from them, older ones go', async () => {
  const { root, write, bundles, run } = smallRepository()
  await run()
  const [first = ''] = bundles()
  const old = Date.now() / 1000 - 25 * 3600
  utimesSync(join(root, '.cache/code', first), old, old)
  write('lib/word.ts', `export const word: string = 'newer'\n`)
  expect(await run()).toBe('newer found run.js')
  expect(bundles()).toHaveLength(1)
  expect(bundles()).not.toContain(first)
})

test('a bundle that is gone is made again', async () => {
  const { root, bundles, run } = smallRepository()
  await run()
  for (const name of bundles()) rmSync(join(root, '.cache/code', name), { recursive: true })
  expect(await run()).toBe('old found run.js')
})

test('where nothing can be written the sources are read', async () => {
  const { root, write, run } = smallRepository()
  // A file has the folder's path, so nobody can create the folder, not even root.
  write('.cache', '')
  expect(await run()).toBe('old found run.js')
  expect(readdirSync(root)).toContain('.cache')
})
