import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { x } from 'tinyexec'
import { expect, test } from 'vitest'
import { repository, subject } from '../support/workspace.ts'

const text = (file: string) => readFileSync(join(repository, file), 'utf8')

/** Blocks that a document shows as the output of a command: a comment with the command, then a fenced block. */
function printed(file: string): { command: string; shown: string }[] {
  return [...text(file).matchAll(/<!-- npx paddock ([^>]*?) -->\n\n```\n([\s\S]*?)\n```/g)].map(
    ([, command = '', shown = '']) => ({ command, shown }),
  )
}

/** The part of an output that no tenant's file changes: a pull request of a tenant touches no document. */
const withoutTenants = (out: string) => out.replace(/\n\ntenant +tier[\s\S]*$/, '').trimEnd()

test.each(['docs/costs.md'].flatMap((file) => printed(file).map((one) => ({ file, ...one }))))(
  '$file shows what `paddock $command` prints',
  async ({ command, shown }) => {
    const { stdout } = await x('node', [join(repository, 'lib/cli/paddock.js'), ...command.split(' ')], {
      nodeOptions: { cwd: subject },
    })
    expect(shown).toBe(withoutTenants(stdout))
  },
)

test('the figures of docs/costs.md are those of the command with Valkey', async () => {
  const args = ['cost', '--budget', '--json', '--assume', 'cachePricePercent=80']
  const { stdout } = await x('node', [join(repository, 'lib/cli/paddock.js'), ...args], {
    nodeOptions: { cwd: subject },
  })
  const report = JSON.parse(stdout) as {
    rows: { line: string; usdPerMonth: number; verdict: string }[]
    outside: { service: string; usdPerMonth: number }[]
  }
  const said = text('docs/costs.md')
  const cache = report.rows.find(({ line }) => line === 'elasticache')
  expect(cache?.verdict).toBe('met')
  expect(said).toContain(`brings the cache to ${cache?.usdPerMonth.toFixed(2)}`)
  const network = report.outside.find(({ service }) => service === 'network')
  expect(said).toContain(`are ${network?.usdPerMonth.toFixed(2)} for three clusters`)
})
