import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { assume } from '../../lib/cost/assumptions.ts'
import { fleetCost } from '../../lib/cost/fleet.ts'
import { total } from '../../lib/cost/line.ts'
import type { TenantSpec } from '../../lib/spec/index.ts'
import { tenantSpec } from '../support/arbitrary.ts'
import { clusters, fleetOf, plain } from '../support/fleet.ts'

const sums = (cost: ReturnType<typeof fleetCost>) =>
  Object.fromEntries(cost.lines.map((one) => [`${one.cluster} ${one.region} ${one.item}`, one.usdPerMonth]))

describe('what one default tenant costs, by hand', () => {
  const by = sums(fleetCost(fleetOf([plain], [clusters.east])))
  test.each([
    ['control plane', 0.1 * 730],
    ['NAT gateways × 3', 3 * 0.045 * 730],
    ['addresses of NAT × 3', 3 * 0.005 * 730],
    ['endpoints × 8 × 3', 24 * 0.01 * 730],
    ['ALB', 0.0225 * 730],
    ['NLB', 0.0225 * 730],
    ['db.r6g.large Multi-AZ', 2 * 0.225 * 730],
    ['gp3 Multi-AZ', 100 * 0.23],
    // 1.5 of 5 GiB are in use, and 0.03 change a day: nothing beyond the 100 GiB that are free.
    ['backups beyond the free part', 0],
    ['cache.t4g.medium × 2', 2 * 0.065 * 730],
    // llama3:8b and the embedding model: 4.7 and 0.27 GB.
    ['models', 4.935527126 * 0.3],
    ['files', 20 * 0.3 * 0.023],
    ['to the internet', 25 * 0.5 * 0.09],
    ['between zones, both ways', 25 * 2 * 0.02],
    ['secrets', 0.4],
    ['audit records', 25 * 0.05 * (365 / 30) * 0.023],
  ])('%s', (item, usd) => {
    expect(by[`us-east-1 us-east-1 ${item}`]).toBeCloseTo(usd, 6)
  })
  test.each([
    ['db.r6g.large read replica', 0.225 * 730],
    ['gp3 of the replica', 100 * 0.115],
    ['copies of backups', (1.5 + 0.03 * 35) * 0.095],
    ['models in the standby', 4.935527126 * 0.3],
    ['models copied by EFS replication', 4.935527126 * 0.3],
    ['cache.t4g.medium × 2', 2 * 0.065 * 730],
    ['replicas', 0.4],
  ])('%s, in the second region', (item, usd) => {
    expect(by[`us-east-1 us-west-2 ${item}`]).toBeCloseTo(usd, 6)
  })
  test('CPU nodes: three for the platform, and two whole ones for its pods', () => {
    const cost = fleetCost(fleetOf([plain], [clusters.east]))
    // As dist/us-east-1/tenants/northwind asks: 2–3 Open WebUI pods of 1.25 GiB, 1–2 model servers of 9.25 GiB with
    // proxies of 32 MiB and a bus of 96 MiB; halfway up for 220 of 730 hours. Memory is scarcer than CPU: 13.8 GiB to a c5.2xlarge.
    const pods = (least: number) => least + 0.5 * (220 / 730)
    const memoryGiB = pods(2) * 1.25 + pods(1) * (9.25 + 1 / 32) + 96 / 1024
    const share = fleetNodes(cost)
    expect(share).toBeCloseTo(memoryGiB / 13.8 / 0.85, 6)
    const disk = (200 * 0.08 + (500 - 125) * 0.04) / 730
    // Five nodes: 30 % rounds up to two on demand, three are spot at half the price.
    expect((cost.services.cpu ?? 0) / 730).toBeCloseTo(2 * 0.34 + 3 * 0.17 + 5 * disk, 6)
  })
})

const fleetNodes = (cost: ReturnType<typeof fleetCost>) =>
  (cost.lines.find(({ item }) => item === 'share of c5.2xlarge')?.quantity ?? 0) / 730

const fleets = fc.uniqueArray(tenantSpec, { selector: ({ id }) => id, minLength: 1, maxLength: 8 })

test('tenants’ parts and what is nobody’s are the whole bill, however it is cut', () => {
  fc.assert(
    fc.property(fleets, (tenants) => {
      const cost = fleetCost(fleetOf(tenants))
      expect(total(cost.tenants) + cost.unallocatedUsdPerMonth).toBeCloseTo(cost.usdPerMonth, 6)
      expect(total(cost.clusters)).toBeCloseTo(cost.usdPerMonth, 6)
      expect(total(cost.tiers)).toBeCloseTo(total(cost.tenants), 6)
      const services = Object.values(cost.services).reduce((sum, usd) => sum + usd, 0)
      expect(services).toBeCloseTo(cost.usdPerMonth, 6)
      for (const one of cost.lines) expect(one.usdPerMonth).toBeGreaterThanOrEqual(0)
    }),
    { numRuns: 60 },
  )
})

test('another tenant never lowers the bill, nor any cluster’s', () => {
  fc.assert(
    fc.property(fleets, (tenants) => {
      const before = fleetCost(fleetOf(tenants.slice(1)))
      const after = fleetCost(fleetOf(tenants))
      expect(after.usdPerMonth).toBeGreaterThanOrEqual(before.usdPerMonth)
      for (const { name, usdPerMonth } of before.clusters) {
        const now = after.clusters.find((one) => one.name === name)?.usdPerMonth ?? 0
        expect(now).toBeGreaterThanOrEqual(usdPerMonth - 1e-9)
      }
    }),
    { numRuns: 60 },
  )
})

test('a suspended tenant pays for what is kept and for nothing that runs', () => {
  const cost = fleetCost(fleetOf([plain, { ...plain, id: 'paused', state: 'suspended' }]))
  const paused = cost.tenants.find(({ id }) => id === 'paused')
  expect(Object.keys(paused?.services ?? {}).sort()).toEqual([
    'efs',
    'elasticache',
    'rds',
    's3',
    'secrets',
    'transfer',
  ])
  expect(
    cost.lines.filter(({ service, payer }) => service === 'cpu' && payer.kind === 'tenant'),
  ).toHaveLength(1)
})

test('a bound tenant has nothing in another region', () => {
  const bound: TenantSpec = { ...plain, cell: 'us-west-2-a', residency: 'us-west-2' }
  const own = fleetCost(fleetOf([bound])).lines.filter(({ payer }) => payer.kind === 'tenant')
  expect(new Set(own.map(({ region }) => region))).toEqual(new Set(['us-west-2']))
})

test('each line names a field, and no line of a tenant names another tenant’s file', () => {
  const tenants = [plain, { ...plain, id: 'second', tier: 'premium' } as TenantSpec]
  for (const one of fleetCost(fleetOf(tenants)).lines) {
    expect(one.driver.field).not.toBe('')
    if (one.payer.kind !== 'tenant' || !one.driver.file.startsWith('tenants/')) continue
    expect(one.driver.file).toBe(`tenants/${one.payer.id}.ts`)
  }
})

test('what is assumed moves what it is about', () => {
  const premium = {
    ...plain,
    tier: 'premium',
    models: ['phi4:14b'],
    gpuReplicas: { min: 1, max: 1 },
  } as TenantSpec
  const gpu = (changes: Parameters<typeof assume>[0]) =>
    fleetCost(fleetOf([premium]), assume(changes)).services.gpu ?? 0
  // g4dn.xlarge, 0.526 an hour, and its disk: spot at half, then at the full price.
  const disk = (100 * 0.08) / 730
  expect(gpu({})).toBeCloseTo(730 * (0.526 * (0.3 + 0.7 * 0.5) + disk), 6)
  expect(gpu({ spotPricePercent: 100 })).toBeCloseTo(730 * (0.526 + disk), 6)
  expect(gpu({ onDemandDiscountPercent: 100 })).toBeCloseTo(730 * (0.526 * 0.7 * 0.5 + disk), 6)
})

test('a node group’s own share of on-demand counts', () => {
  const { cpu } = clusters.east.nodeGroups
  const all = { ...clusters.east.nodeGroups, cpu: { ...cpu, onDemandPercent: 100 } }
  const cost = fleetCost(fleetOf([], [{ ...clusters.east, nodeGroups: all }]))
  // The three nodes of the platform, on demand, with their disks.
  expect(cost.services.cpu).toBeCloseTo(3 * (730 * 0.34 + 200 * 0.08 + (500 - 125) * 0.04), 6)
})
