import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { repository } from '../support/workspace.ts'

const documents = [
  'README.md',
  ...readdirSync(join(repository, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]

/** Commands of a program, from lines of blocks and from code spans, pipes and substitutions included. */
function commandsOf(program: string): { file: string; command: string }[] {
  return documents.flatMap((file) => {
    const text = readFileSync(join(repository, file), 'utf8').replaceAll(/\\\n\s*/g, ' ')
    const fences = [...text.matchAll(/^ *```[a-z]*\n([\s\S]*?)^ *```/gm)].flatMap(([, block = '']) =>
      block.split('\n'),
    )
    const prose = text.replaceAll(/^ *```[a-z]*\n[\s\S]*?^ *```/gm, '')
    const indented = prose.split('\n').filter((line) => /^ {4,}\S/.test(line) && !line.includes('`'))
    const spans = [...prose.matchAll(/`((?:[^`\n]|\n(?!\n))+)`/g)].map(([, span = '']) =>
      span.replaceAll(/\s+/g, ' '),
    )
    return [...fences, ...indented, ...spans]
      .flatMap((line) => line.split(/\||\$\(|&&|;/))
      .map((part) => part.trim())
      .filter((part) => part.startsWith(`${program} `))
      .map((command) => ({ file, command }))
  })
}

/** Asks no cluster, or speaks of what a command would say. */
const local = /^kubectl (?:explain|config|label --local|get tenantdatabases$)/
const kubectl = commandsOf('kubectl').filter(({ command }) => !local.test(command))
/** Reads, or has no region. */
const reads = /^aws (?:configure|sts|\S+ (?:describe|get|list|wait|ls)\b)/
const aws = commandsOf('aws').filter(({ command }) => !reads.test(command))

test('there are commands of both', () => {
  expect(kubectl.length).toBeGreaterThan(20)
  expect(aws.length).toBeGreaterThan(5)
})

test.each(kubectl)('$file names the cluster: $command', ({ command }) => {
  expect(command).toMatch(/^kubectl --context (?:[a-z0-9-]+|<[a-z ]+>) /)
})

test.each(aws)('$file names the region: $command', ({ command }) => {
  expect(command).toMatch(/ --region (?:[a-z0-9-]+|<[a-z]+>)(?: |$)/)
})

const scripts = ['charts/platform/argocd/bootstrap.sh', 'crossplane/bootstrap/hub.sh']

test.each(scripts)('%s calls through one function, which names the place', (file) => {
  const lines = readFileSync(join(repository, file), 'utf8')
    .split('\n')
    .filter((line) => !line.trim().startsWith('#') && !/^\s*(?:echo|--)|^Usage/.test(line))
  const calls = lines.filter((line) => /(?:^|[\s|($])(?:kubectl|aws) [a-z$-]/.test(line))
  const unnamed = calls.filter(
    (line) => !/--context "\$context"|--region "\$region"|kubectl label --local/.test(line),
  )
  expect(unnamed).toEqual([])
  expect(calls.length).toBeGreaterThan(0)
})

test.each(scripts)('%s is shown with the place that it works on', (file) => {
  const flag = file.includes('hub.sh') ? '--region ' : '--context '
  const shown = documents.flatMap((name) =>
    [...readFileSync(join(repository, name), 'utf8').matchAll(new RegExp(`${file} --[^\n\`]*`, 'g'))].map(
      ([text]) => text,
    ),
  )
  expect(shown.length).toBeGreaterThan(0)
  for (const one of shown) expect(one).toContain(flag)
})
