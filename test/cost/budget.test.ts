import { expect, test } from 'vitest'
import { assume } from '../../lib/cost/assumptions.ts'
import { compareBudget, referenceFleet } from '../../lib/cost/budget.ts'
import { fleetCost } from '../../lib/cost/fleet.ts'
import { clusters, fleetOf, plain } from '../support/fleet.ts'

const report = compareBudget(fleetOf([plain]), assume())
const row = (name: string) => report.rows.find(({ line }) => line === name)

test('the budget is the one that was asked for', () => {
  expect(report.rows.map(({ line, budgetUsd }) => [line, budgetUsd])).toEqual([
    ['eks', 200],
    ['cpu', 2000],
    ['gpu', 8000],
    ['rds', 500],
    ['efs', 300],
    ['elasticache', 200],
    ['load-balancing', 150],
    ['transfer', 100],
  ])
  expect(report.tiers.map(({ tier, limitUsd }) => [tier, limitUsd])).toEqual([
    ['standard', 50],
    ['premium', 200],
  ])
})

test('the reference is a hundred users', () => {
  const users = fleetCost(referenceFleet(fleetOf([plain]))).tenants.reduce((sum, one) => sum + one.users, 0)
  expect(users).toBe(report.users)
})

test('three control planes at 73 are 19 over 200, and the report says whose they are', () => {
  expect(row('eks')).toMatchObject({ servingUsd: 73, secondUsd: 73, hubUsd: 73, verdict: 'over' })
  expect(row('eks')?.why).toBe(
    'over by 19.00: the serving region alone is 73.00 and meets it; the second region adds 73.00, the hub 73.00',
  )
})

test('without hub and second region the same line is met', () => {
  const east = { ...clusters.east, cells: { 'us-east-1-a': { ...clusters.east.cells['us-east-1-a'] } } }
  const { rows } = compareBudget(fleetOf([], [east as typeof clusters.east]), assume())
  expect(rows.find(({ line }) => line === 'eks')).toMatchObject({
    usdPerMonth: 73,
    verdict: 'met',
    hubUsd: 0,
  })
})

test('a line that the serving region alone exceeds names its largest items', () => {
  const dear = compareBudget(fleetOf([plain]), assume({ usersPerAnswer: 1, spotPricePercent: 5000 }))
  expect(dear.rows.find(({ line }) => line === 'gpu')?.why).toMatch(
    /^over by [\d,.]+: the serving region alone is [\d,.]+ of gpu, g6e\.xlarge [\d,.]+; [\d,.]+ of it is spot at an assumed price$/,
  )
})

test('parts of a line are the line, and lines with what has none are the whole', () => {
  for (const one of report.rows) {
    expect(one.servingUsd + one.secondUsd + one.hubUsd).toBeCloseTo(one.usdPerMonth, 6)
  }
  const all = [...report.rows, ...report.outside].reduce((sum, { usdPerMonth }) => sum + usdPerMonth, 0)
  expect(all).toBeCloseTo(report.usdPerMonth, 6)
})
