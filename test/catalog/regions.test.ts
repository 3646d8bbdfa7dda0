import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { instancePriceIn, missingPrices, priceIn } from '../../lib/catalog/region-prices.ts'
import { areas, regionNames, regions, regionsWithin, residencies } from '../../lib/catalog/regions.ts'
import { listFiles } from '../../lib/write/stage.ts'
import { repository } from '../support/workspace.ts'

const sources = ['lib', 'charts', 'crossplane'].flatMap((folder) =>
  listFiles(join(repository, folder)).map((path) => `${folder}/${path}`),
)
const generated = /^(lib\/kube\/(crds|types|schemas)|crossplane\/provider-aws)\//

/** Lines without what is a comment as a whole: examples in prose are free to name a region. */
function code(path: string): string {
  return readFileSync(join(repository, path), 'utf8')
    .split('\n')
    .filter((line) => !/^\s*(\/\/|\/?\*|#)/.test(line))
    .join('\n')
}

test('no source but the catalogue of regions knows a region by its name', () => {
  const read = sources.filter((path) => /\.(ts|js|sh|py|json|sql)$/.test(path) && !generated.test(path))
  expect(read.length).toBeGreaterThan(300)
  const named = read.filter((path) => /["'`=](us|eu|ap|ca|sa)-[a-z]+-\d\b/.test(code(path)))
  expect(named).toEqual(
    [
      // An example in the schema of a cluster's name.
      'lib/spec/cluster-parts.ts',
      'lib/catalog/regions.ts',
    ].sort(),
  )
})

test('each region has three zones of its own, and a file of its name', () => {
  const ids = regionNames.flatMap((name) => Object.values(regions[name].zoneIds))
  expect(new Set(ids).size).toBe(3 * regionNames.length)
  for (const name of regionNames) expect(sources).toContain(`lib/catalog/regions/${name}.ts`)
})

test('a promise is an area or a region, and never both', () => {
  expect(new Set(residencies).size).toBe(areas.length + regionNames.length)
  for (const area of areas) expect(regionsWithin(area).length).toBeGreaterThan(0)
  for (const name of regionNames) expect(regionsWithin(name)).toEqual([name])
})

test('prices of us-east-1 are stated, and those that us-west-2 takes over are not, but for six types', () => {
  expect(priceIn('nat.hour', 'us-east-1')).toEqual({ usd: 0.045, per: 'hour', basis: 'stated' })
  expect(priceIn('nat.hour', 'us-west-2').basis).toBe('assumed')
  expect(instancePriceIn('c5.2xlarge', 'us-west-2')).toEqual({ usd: 0.34, per: 'hour', basis: 'stated' })
  expect(instancePriceIn('db.r6g.large', 'us-west-2').basis).toBe('assumed')
  expect(priceIn('secret.replica', 'us-east-1').basis).toBe('unverified')
  for (const name of regionNames) expect(missingPrices(['nat.hour', 'c5.2xlarge'], name)).toEqual([])
})
