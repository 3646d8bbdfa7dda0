import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { x } from 'tinyexec'
import { describe, expect, test, vi } from 'vitest'
import { gitWorkspace } from '../support/git.ts'
import { repository } from '../support/workspace.ts'

vi.setConfig({ testTimeout: 240_000 })

interface Shown {
  readonly file: string
  readonly command: string
  /** Text of the section up to the block. */
  readonly before: string
}

const documents = [
  'README.md',
  ...readdirSync(join(repository, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]

/** Every command of every block of shell in README and docs. */
const shown: Shown[] = documents.flatMap((file) => {
  const text = readFileSync(join(repository, file), 'utf8')
  return [...text.matchAll(/```(?:sh|bash|console)\n([\s\S]*?)```/g)].flatMap((found) => {
    const above = text.slice(0, found.index)
    const before = above.slice(above.lastIndexOf('\n## ') + 1)
    return (found[1] ?? '')
      .replaceAll('\\\n', ' ')
      .split('\n')
      .map((line) => line.replace(/\s+#.*$/, '').trim())
      .filter((line) => line !== '')
      .map((command) => ({ file, command, before }))
  })
})

/** Run here, in a repository with this one's specs; each with its exit code. */
const run: Readonly<Record<string, number>> = {
  'npx paddock tenant new wonka --tier standard --cell us-east-1-a --owner it@wonka.example': 0,
  'npm run synth': 0,
  'npx paddock plan --base main': 0,
}

/** Run elsewhere: the file that does it, and what must stand in it. */
const elsewhere: readonly (readonly [command: RegExp, file: string, proof: RegExp])[] = [
  [/^npm ci && npm (run synth|test)$/, '.ci/run', /npm ci/],
  [/^npm run import /, 'test/import/import.test.ts', /importKinds|import\(/],
  [/^npm run verify:/, '.ci/run', /verify:/],
  [/^npx paddock images pin/, 'test/registry/pin.test.ts', /pinCatalogue/],
  [
    /^npx paddock models (publish|release) /,
    'test/cli/models.test.ts',
    /'publish'[\s\S]*'release'|'release'[\s\S]*'publish'/,
  ],
  [/^git (add|commit) /, 'test/dist/dist.test.ts', /git\('add'/],
]

/** Programs that need a cluster, a cloud or a hand; the section must say which. */
const outside = /^(?:(?:kind|k3d|kubectl|aws|argocd|psql|docker|helm|jq) |[a-z]+=)/
const says = /AWS|cluster|kind|k3d|laptop|operator/i

describe('every command that a document shows', () => {
  test('is there', () => {
    expect(shown.length).toBeGreaterThan(10)
  })

  test.each(shown)('$file: $command', ({ command, before }) => {
    if (command in run) return
    const found = elsewhere.find(([pattern]) => pattern.test(command))
    if (found) {
      expect(readFileSync(join(repository, found[1]), 'utf8')).toMatch(found[2])
      return
    }
    expect(command, 'run it in a test, or name what it needs').toMatch(outside)
    expect(before, 'the section says what the command needs').toMatch(says)
  })

  test('and that is run here works as it is shown, one after the other', async () => {
    const { root } = await gitWorkspace()
    const outcomes: Record<string, number | undefined> = {}
    for (const command of Object.keys(run)) {
      const words = command.replace(/^npx paddock |^npm run /, '').split(' ')
      const { exitCode, stderr } = await x('node', [
        join(repository, 'lib/cli/paddock.js'),
        '--root',
        root,
        ...words,
      ])
      outcomes[command] = exitCode
      if (exitCode !== run[command]) console.error(stderr)
    }
    expect(outcomes).toEqual(run)
    expect(shown.map(({ command }) => command)).toEqual(expect.arrayContaining(Object.keys(run)))
  })
})
