import { expect, test } from 'vitest'
import {
  cacheNodes,
  countedConnections,
  databaseInstanceNames,
  maxConnections,
  valkeyPriceFactor,
} from '../../lib/catalog/data-instances.ts'

// By hand: GiB × 2^30 / 9,531,392, rounded down, and 5,000 at most.
test.each([
  ['db.t4g.medium', 450],
  ['db.m6g.large', 901],
  ['db.r6g.large', 1802],
  ['db.r6g.xlarge', 3604],
  ['db.r6g.2xlarge', 5000],
] as const)('%s accepts at most %i connections', (name, connections) => {
  expect(maxConnections(name)).toBe(connections)
})

test('never more is counted on than a class of 4 GiB was seen with, nor than the formula gives', () => {
  expect(countedConnections('db.t4g.medium')).toBeLessThanOrEqual(413)
  for (const name of databaseInstanceNames) {
    expect(countedConnections(name)).toBeLessThanOrEqual(maxConnections(name))
  }
})

// Valkey prices as AWS lists them, next to what the factor makes of Redis OSS prices.
test.each([
  ['cache.t4g.small', 0.0256],
  ['cache.m6g.large', 0.1192],
  ['cache.r6g.large', 0.1648],
] as const)('Valkey on %s costs what AWS lists', (name, usd) => {
  expect(cacheNodes[name].usdPerHour * valkeyPriceFactor).toBeCloseTo(usd, 6)
})
