import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Manifest } from '../../../lib/kube/object.ts'
import { readDist } from '../../support/dist.ts'
import { clusters } from '../../support/subject.ts'
import { askAnalyzer } from './analyzer.ts'
import { compare } from './compare.ts'
import { policySets } from './random-policies.ts'

const seed = 20_261_130

test.each(clusters.map(({ name }) => name))('np-guard and Paddock agree on all of dist/%s', (name) => {
  // CRDs hold neither pods nor policies, and are most of dist.
  const manifests = readDist(`${name}/`).filter(({ path }) => !/\/platform\/[a-z-]+-crds\//.test(path))
  const [pairs = []] = askAnalyzer([manifests])
  const found = compare(manifests, pairs)
  console.log(`dist/${name}: ${pairs.length} pairs of ends, ${found.compared} answers, ${found.open} open`)
  expect(found.different.slice(0, 20)).toEqual([])
  expect(found.compared).toBeGreaterThan(0)
})

test('they agree on 200 random sets of policies', () => {
  const sets = fc.sample<Manifest[]>(policySets, { numRuns: 200, seed })
  const answers = askAnalyzer(sets)
  const found = sets.map((set, index) => compare(set, answers[index] ?? []))
  const sum = (of: (one: (typeof found)[number]) => number) => found.reduce((all, one) => all + of(one), 0)
  const [compared, open] = [sum((one) => one.compared), sum((one) => one.open)]
  console.log(`200 random sets, seed ${seed}: ${compared} answers, ${open} open`)
  const different = found.flatMap((one, index) => one.different.map((line) => `set ${index}: ${line}`))
  expect(different.slice(0, 20)).toEqual([])
  // Sets in which nothing or everything is open would say little.
  expect(open / compared).toBeGreaterThan(0.1)
  expect(open / compared).toBeLessThan(0.9)
})
