import { expect, test } from 'vitest'
import { render } from '../../lib/findings/render.ts'
import { parseSpec } from '../../lib/pipeline/spec/parse.ts'
import { checkShape } from '../../lib/rules/shape.ts'
import { mistakesOf } from './spec-mistakes.ts'
import { accepted, refused } from './spec-tricks.ts'

test.each(refused)('%s is refused, at its place', (_, text, ...mistakes) => {
  const started = performance.now()
  expect(mistakesOf('tenants/x.ts', text)).toEqual(mistakes)
  // A compiler takes minutes for some of them. This machine may be busy.
  expect(performance.now() - started).toBeLessThan(2000)
})

test.each(accepted)('%s are data', (_, text, value) => {
  expect(parseSpec('tenants/x.ts', text)).toEqual({ value })
})

test('a spec inherits nothing', () => {
  const parsed = parseSpec('tenants/x.ts', accepted[4]?.[1] ?? '')
  expect('value' in parsed && Object.getPrototypeOf(parsed.value)).toBe(null)
})

test.each(['{}', '{ toString: 1, valueOf: 1 }', '[]', 'null', '[[{}]]'])(
  'a value %s in the place of a text is a finding in every field',
  (value) => {
    for (const field of [
      'id',
      'tier',
      'cell',
      'models',
      'hosts',
      'contacts',
      'ring',
      'expectedUsers',
      'unknown',
    ]) {
      const fields = {
        id: "'a'",
        tier: "'standard'",
        cell: "'a'",
        contacts: "{ owner: 'a@b.example' }",
        [field]: value,
      }
      const text = Object.entries(fields)
        .map(([name, one]) => `${name}: ${one}`)
        .join(', ')
      const parsed = parseSpec(
        'tenants/a.ts',
        `import { tenant } from '../lib/spec/index.ts'\nexport default tenant({ ${text} })\n`,
      )
      const spec = 'value' in parsed ? parsed.value : undefined
      const found = checkShape('tenant', 'tenants/a.ts', spec).map((one) => render(one))
      if (!((field === 'models' || field === 'hosts') && value === '[]')) expect(found).not.toEqual([])
    }
  },
)
