import { expect, test } from 'vitest'
import { catalogModel } from '../../lib/catalog/models.ts'
import { GiB } from '../../lib/catalog/units.ts'
import { render } from '../../lib/findings/render.ts'
import { modelCacheRoom, resolveModelCaches } from '../../lib/resolve/model-cache.ts'
import { checkModelCaches } from '../../lib/rules/model-cache.ts'
import type { TenantSpec } from '../../lib/spec/index.ts'
import { clusters, fleetOf, plain } from '../support/fleet.ts'

const large = { ...plain, id: 'large', tier: 'premium', models: ['llama3:70b'] } as TenantSpec
const room = (budget: number) => () => ({ budgetBytes: budget * GiB, roomBytes: 2 * budget * GiB })
const told = (budget: number, tenants: readonly TenantSpec[]) =>
  checkModelCaches(fleetOf(tenants), room(budget)).map(render)

test('the caches of the fixtures hold every model of their nodes, and pods have room beside them', () => {
  expect(checkModelCaches(fleetOf([plain, large]))).toEqual([])
})

test('a cache that is smaller than the largest model of its nodes is refused, once for each type', () => {
  const findings = told(1, [plain, { ...plain, id: 'other' } as TenantSpec])
  const types = findings.map(({ why }) => /cache of a (\S+) /.exec(why)?.[1])
  expect(new Set(types).size).toBeGreaterThan(1)
  const ofEast = findings.filter(({ file }) => file === `clusters/${clusters.east.name}.ts`)
  expect(ofEast.length).toBe(clusters.east.nodeGroups.cpu.types.length)
  expect(findings[0]?.why).toMatch(/holds 1\.0 GiB of models, and \S+ alone needs [\d.]+ GiB: each start/)
})

test('a GPU type counts only for the servers that it holds', () => {
  const needed = catalogModel('llama3:70b').weightsBytes / GiB
  const findings = told(needed / 2, [large]).filter(({ field }) => field === 'nodeGroups.gpu.types')
  expect(findings.length).toBeGreaterThan(0)
  // One T4 holds no 70B.
  expect(findings.filter(({ why }) => why.includes('g4dn.xlarge'))).toEqual([])
})

test('a cache that leaves a pod no room on the disk is refused', () => {
  expect(told(88, [plain]).map(({ why }) => why)).toContainEqual(
    expect.stringMatching(/^a pod of ollama-cpu and the cache of models request 1\d\d\.\d GiB of disk/),
  )
})

test('each type of the fleet is in one cache, with half of its room for copies under way', () => {
  const caches = resolveModelCaches(clusters.east.nodeGroups)
  const types = caches.flatMap((one) => one.types)
  expect(new Set(types).size).toBe(types.length)
  for (const cache of caches) {
    expect(cache.budgetBytes + cache.incomingBytes).toBe(cache.roomBytes)
    for (const type of cache.types) expect(modelCacheRoom(type).roomBytes).toBe(cache.roomBytes)
  }
  expect(new Set(caches.map(({ name }) => name)).size).toBe(caches.length)
})
