import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { formatFindings } from '../../lib/cli/print.ts'
import { synth } from '../../lib/pipeline/synth.ts'
import { tenantFile, workspace } from '../support/workspace.ts'

const plain = { bold: String, dim: String, red: String, yellow: String, cyan: String } as never
const good = `  id: 'broken', tier: 'standard', cell: 'us-east-1-a', contacts: { owner: 'a@b.example' },`

async function report(files: Record<string, string>): Promise<string> {
  const root = workspace(files)
  const result = await synth({ root })
  expect(existsSync(join(root, 'dist')), 'dist is untouched').toBe(false)
  expect(result.written).toEqual([])
  const text = formatFindings(
    result.findings.filter(({ level }) => level === 'error'),
    plain,
  )
  expect(text, 'no stack and no path of this machine').not.toMatch(/node_modules|^\s+at |\/tmp\//m)
  return `\n${text}`
}

const broken: readonly [string, string][] = [
  ['a throw', `throw new Error('no config today')`],
  ['nothing exported', 'export const a = 1'],
  ['a function', 'export default () => ({})'],
  ['an instance', 'export default new Map()'],
  ['a list', 'export default []'],
  ['a foreign import', `import { readFileSync } from 'node:fs'\nexport default readFileSync`],
  ['the end of the process', 'process.exit(0)\nexport default {}'],
  ['a wait without end', 'await new Promise(() => {})\nexport default {}'],
  ['an end without end', 'for (;;) {}'],
  ['an answer that comes later', '(async () => { throw new Error() })()\nexport default {}'],
  ['a late import', `const fs = import('node:fs')\nexport default fs`],
  ['the clock', 'export default { id: String(new Date()) }'],
  ['chance', 'export default { id: String(Math.random()) }'],
  ['something left for others', '(Object.prototype as any).tier = 1\nexport default {}'],
  ['a throw of no error', 'throw { toString() { throw 1 } }'],
  ['a proxy', `export default new Proxy({}, { get() { throw new Error('caught') } })`],
  ['a spec that holds itself', 'const a: Record<string, unknown> = {}\na.self = a\nexport default a'],
  ['a getter', tenantFile(`${good}\n  get hosts(): string[] { throw new Error('read') },`)],
  ['a number that JSON does not know', tenantFile(`${good}\n  expectedUsers: 5n as never,`)],
  ['a value that is no number', tenantFile(`${good}\n  expectedUsers: 1 / 0,`)],
  [
    'several values that are no data',
    tenantFile(`${good}\n  expectedUsers: NaN, storage: { filesGiB: 1 / 0 }, hosts: [undefined as never],`),
  ],
  ['a field that is there twice', tenantFile(`${good}\n  quota: { pods: 5, memoryGiB: 1, pods: 40 },`)],
  [
    'numbers out of all bounds',
    tenantFile(`${good}\n  expectedUsers: 1e9, displayName: '${'é'.repeat(300)}', hosts: [],`),
  ],
  ['a name of more than one line', tenantFile(`${good}\n  displayName: 'Two\\nlines',`)],
  ['a name that is not its id', tenantFile(good.replace('broken', 'other'))],
  ['a wrong tier', tenantFile(good.replace('standard', 'premum'))],
  ['nothing but an id', tenantFile(`  id: 'broken', contacts: {},`)],
  ['fields like no other', tenantFile(`${good}\n  xy: 1, q: 2, replicaCount: 3,`)],
  ['no tier', tenantFile(good.replace(`tier: 'standard', `, ''))],
  ['a GPU model on the standard tier', tenantFile(`${good}\n  models: ['llama3:70b'],`)],
  [
    'misspelt fields and wrong types',
    tenantFile(
      `${good}\n  modls: ['llama3:8b'], expectedUsers: 'many', ring: 'genral', scaling: { ollama: { min: 0, max: 2, maks: 1 } },`,
    ),
  ],
  [
    'a wrong tier with more that is wrong',
    tenantFile(
      `${good.replace('standard', 'gold').replace('a@b.example', 'nobody')}\n  modls: [], access: { adminGroups: ['system:authenticated'] },`,
    ),
  ],
  ['a syntax error', 'export default tenant({'],
  ['a malformed id', tenantFile(good.replace('broken', 'Bro--ken'))],
]

test.each(broken)('%s is told by file, field, reason and remedy', async (_, text) => {
  expect(await report({ 'tenants/broken.ts': text })).toMatchSnapshot()
})

test('the mistakes of all files come in one run', async () => {
  const spec = (id: string, cell: string) =>
    tenantFile(
      `  id: '${id}', tier: 'standard', cell: '${cell}', contacts: { owner: 'a@b.example' }, hosts: ['CHAT.acme.example.'],`,
    )
  const text = await report({
    'tenants/first.ts': 'export default 1',
    'tenants/second.ts': spec('second', 'us-esat-1-a'),
    'tenants/third.ts': spec('third', 'us-east-1-a'),
  })
  expect(text).toMatchInlineSnapshot(`
    "
    ✖ tenants/first.ts  line 1, column 16  (not-a-spec)
      its default export is a number
      → write \`export default tenant({ … })\`

    ✖ tenants/second.ts  cell  (unknown-cell)
      no cluster declares a cell "us-esat-1-a"
      → did you mean us-east-1-a?

    ✖ tenants/third.ts  hosts[0]  (host-clash)
      CHAT.acme.example. is a host of tenant acme (tenants/acme.ts)
      → give each tenant hosts of its own
    "
  `)
})

test('what lies in the folder and is no spec is told, not passed over', async () => {
  const spec = tenantFile(good)
  const text = await report({
    'tenants/team/broken.ts': spec,
    'tenants/broken.js': spec,
    'tenants/broken.TS': spec,
    'tenants/folder.ts/broken.ts': spec,
    'tenants/README.md': '# Tenants',
    'tenants/.gitkeep': '',
  })
  expect(text).toMatchInlineSnapshot(`
    "
    ✖ tenants/broken.TS  (stray-file)
      only files of tenants/*.ts are read
      → let its name end in .ts, or remove it

    ✖ tenants/broken.js  (stray-file)
      only files of tenants/*.ts are read
      → let its name end in .ts, or remove it

    ✖ tenants/folder.ts  (stray-file)
      folders in tenants/ are not read
      → move its files into tenants/

    ✖ tenants/team  (stray-file)
      folders in tenants/ are not read
      → move its files into tenants/
    "
  `)
})

test('words that look like code are words', async () => {
  const root = workspace({
    'tenants/broken.ts': tenantFile(`${good}\n  displayName: "We import (all) from 'you', process.exit()",`),
  })
  const { findings } = await synth({ root, write: false })
  expect(findings.filter(({ level }) => level === 'error')).toEqual([])
})
