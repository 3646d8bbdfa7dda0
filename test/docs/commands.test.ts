import { existsSync, readdirSync, readFileSync } from 'node:fs'
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

/** Programs by which a line or a code span is known as a command where its block does not say that it is shell. */
const programs =
  /^(?:npx|npm|git|kind|k3d|kubectl|aws|argocd|psql|docker|sha256sum|zcat|cd|(?:charts|crossplane)\/[a-z/-]+\.sh) \S/

const known = (line: string) => programs.test(line)
/** Blocks of another language, by the word after the fence. */
const noShell = ['ts', 'yaml', 'json']

/**
 * Every command that README and docs show: lines of blocks of shell, lines of other blocks that begin with a program,
 * and code spans that do.
 */
const shown: Shown[] = documents.flatMap((file) => {
  const text = readFileSync(join(repository, file), 'utf8')
  const before = (index: number) => {
    const above = text.slice(0, index)
    return above.slice(Math.max(0, above.lastIndexOf('\n## ') + 1))
  }
  const lines = (block: string) =>
    block
      .replaceAll(/\\\n\s*/g, ' ')
      .split('\n')
      .map((line) => line.replace(/\s+#.*$/, '').trim())
      .filter((line) => line !== '')
  const fences = [...text.matchAll(/^ *```([a-z]*)\n([\s\S]*?)^ *```/gm)]
  const fenced = fences.flatMap(({ index, 1: language = '', 2: block = '' }) => {
    if (noShell.includes(language)) return []
    const isShell = ['sh', 'bash', 'console'].includes(language)
    return lines(block)
      .filter((line) => isShell || known(line))
      .map((command) => ({ file, command, before: before(index) }))
  })
  // The same length, so that places in it are places in the text.
  const prose = text.replaceAll(/^ *```[a-z]*\n[\s\S]*?^ *```/gm, (block) => block.replaceAll(/[^\n]/g, ' '))
  const indented = [...prose.matchAll(/(?<=\n\n)(?: {4,}\S.*\n)+/g)].flatMap(({ index, 0: block }) =>
    lines(block)
      .filter(known)
      .map((command) => ({ file, command, before: before(index) })),
  )
  // A table or a sentence names what it is about after the command as often as before it.
  const spans = [...prose.matchAll(/`((?:[^`\n]|\n(?!\n))+)`/g)].flatMap(({ index, 1: span = '' }) => {
    const command = span.replaceAll(/\s+/g, ' ')
    return known(command)
      ? [{ file, command, before: `${before(index)}${prose.slice(index, index + 200)}` }]
      : []
  })
  const all = [...fenced, ...indented, ...spans]
  return all.filter(({ command }, at) => all.findIndex((one) => one.command === command) === at)
})

/** Run here, in a repository with this one's specs, in this order; each with its exit code. */
const run: Readonly<Record<string, number>> = {
  'npx paddock tenant new wonka --tier standard --cell us-east-1-a --owner it@wonka.example': 0,
  'npm run synth': 0,
  'npx paddock plan --base main': 3,
  'npm run check': 0,
  'npm run schema': 0,
  'npx paddock tenant records <id>': 0,
  'npx paddock cost': 0,
  'npx paddock capacity': 0,
  'npx paddock drill': 0,
  'npx paddock simulate': 0,
  'npm run simulate': 0,
}
/** Values for the placeholders of documents. */
const meant: Readonly<Record<string, string>> = { '<id>': 'acme', '<ref>': 'main' }

/** Run elsewhere: the file that runs it, and a text that it must contain. */
const elsewhere: readonly (readonly [command: RegExp, file: string, proof: RegExp])[] = [
  [/^npm ci && npm (run synth|test)$/, '.ci/run', /npm ci/],
  [/^npm (ci|test)$/, '.ci/run', /npm ci[\s\S]*npm test/],
  [/^npm run import( |$)/, 'test/import/import.test.ts', /importKinds|import\(/],
  [/^npm run verify:/, '.ci/run', /verify:/],
  [
    /^npx paddock component new /,
    'test/components/notice-board.ts',
    /'component', 'new'[\s\S]*'--upstream'[\s\S]*'--component'/,
  ],
  [/^npm run synth && npm run docs$/, 'test/components/checkout.ts', /docs\/main[\s\S]*'synth'/],
  [/^npm run typecheck$/, '.ci/run', /npm run --silent typecheck/],
  [/^rm -r charts\/own\/\S+ && npm run synth$/, 'test/own/new-chart.test.ts', /rmSync\([\s\S]*synth\(\)/],
  [/^npm run docs$/, 'test/docs/architecture.test.ts', /architectureSvg\(\)/],
  [/^npm run bench( |$)/, 'README.md', /`\.ci\/run` runs them all but .*the benchmark/],
  [/^npx cdk8s synth /, 'test/pipeline/cdk8s.test.ts', /cdk8s[\s\S]*'synth'/],
  [/^npx paddock plan --base /, 'test/cli/plan.test.ts', /'--base', 'main'/],
  [/^npx paddock$/, 'test/cli/cli.test.ts', /paddock\(root/],
  [
    /^npx paddock tenant (new|records)( |$)/,
    'test/cli/cli.test.ts',
    /'tenant', 'new'[\s\S]*'tenant', 'records'|'tenant', 'records'[\s\S]*'tenant', 'new'/,
  ],
  [/^npx paddock images pin/, 'test/registry/pin.test.ts', /pinCatalogue/],
  [
    /^npx paddock models (publish|release)( |$)/,
    'test/cli/models.test.ts',
    /'publish'[\s\S]*'release'|'release'[\s\S]*'publish'/,
  ],
  [/^findings\/run$/, 'findings/run', /\*\.sh/],
  [/^git (add|commit) /, 'test/pipeline/same-bytes.test.ts', /git\('add'/],
  [/^git /, 'test/cli/plan.test.ts', /git\(/],
  [/^charts\/platform\/argocd\/bootstrap\.sh /, 'test/real/cluster/bootstrap.test.ts', /bootstrap\.sh/],
  [/^crossplane\/bootstrap\/hub\.sh .*--print$/, 'test/real/shell/bootstrap.test.ts', /'--print'\]/],
  [/^crossplane\/bootstrap\/hub\.sh .*--apply$/, 'test/real/shell/bootstrap.test.ts', /'--apply'\]/],
  [/^crossplane\/bootstrap\/hub\.sh .*--tags$/, 'test/real/shell/bootstrap.test.ts', /'--tags'\]/],
]

/** Programs that need a cluster, a cloud or a hand; the section must say which. */
const outside = /^(?:(?:kind|k3d|kubectl|aws|argocd|psql|docker|helm|jq|cd|sha256sum|zcat) |[a-z]+=)/
const says = /AWS|cluster|kind|k3d|laptop|operator|region/i

describe('every command that a document shows', () => {
  test('is there', () => {
    expect(shown.length).toBeGreaterThan(10)
  })

  test.each(shown)('$file: $command', ({ command, before }) => {
    if (command in run) return
    const tests = /^npx vitest run ((?:test\/\S+ ?)+)$/.exec(command)
    if (tests) {
      const missing = (tests[1] ?? '')
        .trim()
        .split(' ')
        .filter((path) => !existsSync(join(repository, path)))
      expect(missing).toEqual([])
      return
    }
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
      const words = command
        .replace(/^npx paddock |^npm run /, '')
        .split(' ')
        .map((word) => meant[word] ?? word)
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
    // Under these names npm runs the same command.
    const { scripts } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
      scripts: Readonly<Record<string, string>>
    }
    for (const name of ['synth', 'check', 'schema', 'simulate'])
      expect(scripts[name]).toBe(`node lib/cli/paddock.js ${name}`)
  })
})
