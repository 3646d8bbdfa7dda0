import { expect, test } from 'vitest'
import { budget } from '../../lib/catalog/budget.ts'
import { instanceType } from '../../lib/catalog/instances.ts'
import { backupTagOf } from '../../lib/resolve/backup-tag.ts'
import { resolveBudgets } from '../../lib/resolve/budgets.ts'
import { resolveClaims } from '../../lib/resolve/claims.ts'
import { resolveRegion } from '../../lib/resolve/region.ts'
import { completeCluster, completeTenant } from '../../lib/spec/complete.ts'
import type { ClusterSpec, CompleteHubSpec, CompleteRegionalSpec, TenantSpec } from '../../lib/spec/index.ts'
import hubSpec from '../fleet/clusters/hub.ts'
import usEast1 from '../fleet/clusters/us-east-1.ts'
import usWest2 from '../fleet/clusters/us-west-2.ts'
import umbrella from '../fleet/tenants/umbrella-health.ts'

const hub = completeCluster(hubSpec) as CompleteHubSpec
const east = resolveRegion(completeCluster(usEast1) as CompleteRegionalSpec, hub)
const west = resolveRegion(completeCluster(usWest2) as CompleteRegionalSpec, hub)

test('the account’s budget is the sum of the budget’s lines, and each line with a tag is one of its own', () => {
  const sum = Object.values(budget.lines).reduce((total, one) => total + one, 0)
  const amounts = new Map(resolveBudgets(hub).map(({ name, usdPerMonth }) => [name, usdPerMonth]))
  expect(amounts.get('account')).toBe(sum)
  expect(amounts.get('component-kubernetes')).toBe(budget.lines.eks)
  expect(amounts.get('node-cpu')).toBe(budget.lines.cpu)
  expect(amounts.get('node-gpu')).toBe(budget.lines.gpu)
  expect(amounts.get('component-database')).toBe(budget.lines.rds)
  expect(amounts.get('component-files')).toBe(budget.lines.efs)
  expect(amounts.get('component-cache')).toBe(budget.lines.elasticache)
  expect(amounts.get('component-edge')).toBe(budget.lines['load-balancing'])
})

test('what nobody gave an amount to has no budget', () => {
  const { budget: _, ...plain } = hubSpec as Extract<ClusterSpec, { kind: 'hub' }>
  const budgetsOf = (budget?: object) =>
    resolveBudgets(completeCluster({ ...plain, ...(budget && { budget }) }) as CompleteHubSpec)
  expect(budgetsOf()).toEqual([])
  expect(budgetsOf({ tiers: { premium: 7 } })).toEqual([
    { name: 'tier-premium', usdPerMonth: 7, tag: { key: 'paddock:tier', value: 'premium' } },
  ])
})

test('budgets of the account belong to one region', () => {
  expect([east.rank, east.budgets.length > 0]).toEqual(['primary', true])
  expect([west.rank, west.budgets.length]).toEqual(['secondary', 0])
})

test('quotas hold the whole fleet, whatever it is made of', () => {
  for (const region of [east, west]) {
    const vcpus = region.fleet.groups.reduce(
      (sum, { type, max }) => sum + (instanceType(type).cpuMillis / 1000) * max,
      0,
    )
    expect(region.quotas.reduce((sum, { value }) => sum + value, 0)).toBe(vcpus)
    expect(region.quotas.map(({ name }) => name)).toEqual([
      'cpu-on-demand',
      'cpu-spot',
      'gpu-on-demand',
      'gpu-spot',
    ])
  }
})

test('backups leave the region only where the cell’s file lets them', () => {
  expect(backupTagOf({ backupsIn: ['us-west-2'] })).toEqual({ 'paddock:backup': 'local' })
  expect(backupTagOf({ backupsIn: ['us-east-1', 'us-west-2'] })).toEqual({ 'paddock:backup': 'copied' })
})

test('a tenant’s own database is in the vault as its cell’s is, unless its file says how long backups are kept', () => {
  const tagsOf = (retention?: TenantSpec['retention']) =>
    resolveClaims(
      completeTenant({ ...umbrella, ...(retention && { retention }) }),
      completeCluster(usEast1) as CompleteRegionalSpec,
    )?.backupTags
  expect(tagsOf()).toEqual({ 'paddock:backup': 'copied' })
  expect(tagsOf({ auditDays: 365 })).toEqual({ 'paddock:backup': 'copied' })
  expect(tagsOf({ backupsDays: 14 })).toEqual({})
})

test('files are copied where the cell’s data is, and only there', () => {
  expect(east.cellFiles).toEqual([{ cell: 'us-east-1-a', reach: 'replicated' }])
  expect(west.cellFiles).toEqual([{ cell: 'us-west-2-a', reach: 'alone' }])
})
