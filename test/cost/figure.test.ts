import fc from 'fast-check'
import { createColors } from 'picocolors'
import { expect, test } from 'vitest'
import { full } from '../../lib/cli/plan-page.ts'
import { planMarkdown, planText } from '../../lib/cli/plan-print.ts'
import { difference, figure, money, movement, quantity, significant, usd } from '../../lib/cost/figure.ts'
import type { PlanReport } from '../../lib/plan/report.ts'
import { report } from '../support/plan-report.ts'

const amount = fc.oneof(
  fc.double({ min: -1e9, max: 1e9, noNaN: true }),
  fc.double({ min: -0.02, max: 0.02, noNaN: true }),
  fc.constantFrom(0, -0, 0.005, -0.005, 0.004999, 1e-12, -1e-12, 999.995, 1_000_000),
)
const format = fc.constantFrom(money, quantity)
/** Two amounts that are often the same but for what is not printed. */
const pair = fc
  .tuple(amount, fc.oneof(fc.constant(0), fc.double({ min: -0.2, max: 0.2, noNaN: true }), amount))
  .map(([before, more]) => [before, before + more] as const)
const read = (text: string) => Number(text.replaceAll(',', '').replace('−', '-').replaceAll(' ', ''))

test('a figure is the amount to half of its last decimal, with no exponent and no minus before a zero', () => {
  fc.assert(
    fc.property(amount, format, (value, how) => {
      const text = figure(value, how)
      expect(text).toMatch(/^-?\d{1,3}(,\d{3})*(\.\d+)?$/)
      expect(text).not.toMatch(/^-[0.,]+$/)
      expect(Math.abs(read(text) - value)).toBeLessThanOrEqual(0.5 * 10 ** -how.most + 1e-6)
      expect(text.split('.')[1]?.length ?? 0).toBeGreaterThanOrEqual(how.fewest)
    }),
  )
})

test('a movement never reads the same on both sides', () => {
  fc.assert(
    fc.property(pair, format, ([before, after], how) => {
      const sides = movement(before, after, how).split(' → ')
      expect(new Set(sides).size).toBe(sides.length)
      if (Math.abs(before - after) > 2e-4) expect(sides).toHaveLength(2)
    }),
  )
})

test('a difference has a sign or is not there', () => {
  fc.assert(
    fc.property(amount, format, (value, how) => {
      const text = difference(value, how)
      if (text === '') expect(Math.abs(value)).toBeLessThanOrEqual(0.5 * 10 ** -how.most + 1e-9)
      else {
        expect(text).toMatch(/^[+−] /)
        expect(read(text)).not.toBe(0)
        expect(Math.sign(read(text))).toBe(Math.sign(value))
      }
    }),
  )
})

test('significant digits, without an exponent', () => {
  expect([0.2429, 1032.6, 0.0000123456, 44.3712, 2, 0, 1_234_567].map(significant)).toEqual([
    '0.2429',
    '1,033',
    '0.00001235',
    '44.37',
    '2',
    '0',
    '1,234,567',
  ])
  expect([40.2, 1234.5, -0.004].map(usd)).toEqual(['40.20', '1,234.50', '0.00'])
})

const noise = /[+−-] 0(\.0+)?(?![\d.])|(?<![\d.,])([\d.,]+) → \2(?![\d.,])/

test('no plan prints a change of nothing, as text or as Markdown', () => {
  fc.assert(
    fc.property(
      amount,
      fc.array(pair, { maxLength: 4 }),
      fc.array(fc.tuple(pair, pair), { maxLength: 4 }),
      (delta, sums, limits) => {
        const named = sums.map(([beforeUsdPerMonth, afterUsdPerMonth], index) => ({
          name: `service-${index}`,
          beforeUsdPerMonth,
          afterUsdPerMonth,
        }))
        const plan: PlanReport = report({
          cost: { deltaUsdPerMonth: delta, clusters: [], services: named, tenants: named },
          capacity: limits.map(([[beforeUsed, used], [beforeLimit, limit]]) => ({
            scope: 'cell a',
            resource: 'cpuCores',
            beforeUsed,
            used,
            beforeLimit,
            limit,
            percent: 50,
            by: 'x',
          })),
        })
        expect(planText(plan, full, createColors(false))).not.toMatch(noise)
        expect(planMarkdown(plan, full)).not.toMatch(noise)
      },
    ),
  )
})
