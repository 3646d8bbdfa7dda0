import { expect, test } from 'vitest'
import { parseSpec } from '../../lib/pipeline/spec/parse.ts'
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
