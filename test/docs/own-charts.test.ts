import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { drawOwn, errorsOf } from '../support/own-workspace.ts'
import { repository } from '../support/workspace.ts'

const page = readFileSync(join(repository, 'docs/own-charts.md'), 'utf8')

/** A block of code of the page, without the indent of its list. */
function block(language: string): string {
  const [, text = ''] = new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(page) ?? []
  return text.replaceAll(/^ {3}/gm, '')
}

const chart = {
  'notes/index.ts': block('ts'),
  'notes/index.html': '<!doctype html><title>Notes</title>\n',
  'notes/nginx.conf': block('nginx'),
}

test('the chart of the page has no finding, and makes the files that the page names', async () => {
  expect(await errorsOf(chart)).toEqual([])
  const { drawn } = await drawOwn(chart)
  expect(drawn.map(({ name, cluster }) => [name, cluster])).toEqual([['notes', 'us-east-1']])
  const names = drawn[0]?.files.map(({ name }) => name).join(',')
  expect(page).toContain(`own/notes/{${names}}.yaml`)
  expect(JSON.stringify(drawn)).toContain('"host":"notes.use1.paddock.example"')
})

test('the finding of the page is what the chart gives without its hardening', async () => {
  const [, field = '', why = ''] = /✖ \S+ {2}(.+?) {2}\(own-chart\)\n {2}(.+)\n/.exec(page) ?? []
  const bare = { ...chart, 'notes/index.ts': chart['notes/index.ts'].replace(/^.*harden\(.*$/m, '') }
  expect(await errorsOf(bare)).toContainEqual({ file: 'dist/us-east-1/own/notes/notes.yaml', field, why })
})
