import { expect, test } from 'vitest'
import { formatFindings } from '../../lib/cli/print.ts'
import { error, notice } from '../../lib/findings/finding.ts'

const plain = { bold: String, dim: String, red: String, yellow: String, cyan: String } as never
const unpinned = (image: string) => notice('image-unpinned', { file: 'images.json', field: image }, {})

test('notices that say the same stand together, after the errors, which stand alone', () => {
  const gone = (field: string) => error('unknown-field', { file: 'tenants/a.ts', field }, {})
  const text = formatFindings([unpinned('b:2'), gone('y'), unpinned('a:1'), gone('x')], plain)
  expect(`\n${text}`).toBe(`
✖ tenants/a.ts  x  (unknown-field)
  there is no such field
  → remove it

✖ tenants/a.ts  y  (unknown-field)
  there is no such field
  → remove it

● images.json  2 entries  (image-unpinned)
  it has no digest yet:
    a:1
    b:2
  → run \`npx paddock images pin\` where registries can be reached
`)
})

test('a notice on its own is told as ever', () => {
  expect(formatFindings([unpinned('a:1')], plain)).toBe(
    '● images.json  a:1  (image-unpinned)\n  it has no digest yet\n  → run `npx paddock images pin` where registries can be reached\n',
  )
})
