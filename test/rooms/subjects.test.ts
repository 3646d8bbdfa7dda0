import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listFiles } from '../../lib/write/stage.ts'
import { repository } from '../support/workspace.ts'

const files = listFiles(join(repository, 'test')).filter((path) => path.endsWith('.ts'))
const text = (path: string) => readFileSync(join(repository, 'test', path), 'utf8')

/** Specs of the repository that a source imports, and its folders of specs and dist that it reads. */
function ownSpecs(source: string): string[] {
  return [
    ...source.matchAll(/(?:from|import\() ?'(?:\.\.\/)+(?:clusters|tenants)\/[^']+'/g),
    ...source.matchAll(/join\(repository, ['`](?:clusters|tenants|dist)\b[^)]*\)/g),
    ...source.matchAll(/loadSpecs\(repository\b/g),
  ].map(([found]) => found)
}

test('no test knows the tenants and clusters of the repository: it takes fixtures, or the subject of its run', () => {
  // Proofs on real programs are run over dist as it is; none of them is part of `npm test`.
  const tests = files.filter((path) => !/^(real|fleet|bench)\/|^rooms\/subjects/.test(path))
  expect(tests.length).toBeGreaterThan(150)
  const found = tests.flatMap((path) => ownSpecs(text(path)).map((one) => `${path}: ${one}`))
  expect(found.filter((one) => !one.startsWith('spec/types.test.ts'))).toEqual([])
})

test('what a test over any dist may import names no fixture', () => {
  const overAny = files.filter((path) => path.startsWith('dist/'))
  expect(overAny.length).toBeGreaterThan(15)
  const named = overAny.filter((path) =>
    /from '[^']*(?:\/fleet\/|support\/(?:fleet|arbitrary)\.ts)/.test(text(path)),
  )
  expect(named).toEqual([])
})

test('the rule finds what it forbids', () => {
  expect(
    ownSpecs(`import hub from '../../clusters/hub.ts'\nreadFileSync(join(repository, 'dist/a'))`),
  ).toHaveLength(2)
})
