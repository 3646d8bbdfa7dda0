import { createColors } from 'picocolors'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { full, short } from '../../lib/cli/plan-page.ts'
import { planMarkdown, planText } from '../../lib/cli/plan-print.ts'
import { failoversOf } from '../../lib/plan/failovers.ts'
import type { PlanReport } from '../../lib/plan/report.ts'
import type { TenantSpec } from '../../lib/spec/index.ts'
import { clusters, fleetOf, plain, type Regional } from '../support/fleet.ts'
import { type SpecRepository, specRepository } from '../support/spec-repository.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

const tenant = (id: string, fields: Partial<TenantSpec> = {}) =>
  ({ ...plain, id, contacts: { owner: `it@${id}.example` }, ...fields }) as TenantSpec
/** More than a line of a plan names; one with a database of its own, one that is suspended, one of another cell. */
const moved = [...'abcdefghi'].map((letter) => tenant(`moved-${letter}`))
const own = tenant('own-database', { database: 'dedicated' })
const paused = tenant('paused', { state: 'suspended' })
const [westCell = ''] = Object.keys(clusters.west.cells)
const bound = tenant('bound', { cell: westCell, residency: 'us-west-2' })
const tenants = [...moved, own, paused, bound]
const atRisk = [...moved, own, paused].map(({ id }) => id)

const { servedFrom: _, ...atHome } = clusters.east
const lost: Regional = { ...atHome, servedFrom: 'us-west-2' }
const before = fleetOf(tenants, [clusters.hub, atHome, clusters.west])
const after = fleetOf(tenants, [clusters.hub, lost, clusters.west])

let repository: SpecRepository
let away: PlanReport
let back: PlanReport
beforeAll(async () => {
  repository = await specRepository(before)
  repository.put(after)
  away = await repository.plan()
  const line = await repository.commit('fail over')
  await repository.git('revert', '--no-edit', '--no-commit', line)
  back = await repository.plan()
})
afterAll(() => repository.remove())

const text = (report: PlanReport, options = short) => planText(report, options, createColors(false))
/** The printed forms: shortened, in full, and as the comment of a pull request. */
const readings: readonly (readonly [string, (report: PlanReport) => string])[] = [
  ['text', (report) => text(report)],
  ['--full', (report) => text(report, full)],
  ['Markdown', (report) => planMarkdown(report)],
]

test.each(readings)('the failover is dangerous, and says what and whose: %s', (_, read) => {
  expect(away.verdict).toBe('dangerous')
  const said = read(away)
  expect(said).toMatch(/dangerous: /)
  expect(said).toMatch(/the promotion there cannot be undone, what its replica has not received is lost/)
  expect(said).toMatch(/stale from then on: databases and files in us-east-1, of /)
  for (const id of atRisk) expect(said).toContain(id)
  expect(said).toMatch(/PostgresDatabase\/cell-us-east-1-a in us-west-2 is promoted/)
  expect(said).toMatch(/TenantDatabase\/tenant-own-database in us-west-2 is promoted/)
})

test.each(readings)('its bare revert is dangerous too, and no way back: %s', (_, read) => {
  expect(back.verdict).toBe('dangerous')
  const said = read(back)
  expect(said).toMatch(/returns from us-west-2 to us-east-1: data in us-east-1 is stale/)
  expect(said).toMatch(/the promotion in us-west-2 is not undone/)
  expect(said).toMatch(/stale: databases and files in us-east-1 end where us-west-2 took over, of /)
  expect(said).toMatch(/first: make the database in us-east-1 anew/)
  for (const id of atRisk) expect(said).toContain(id)
})

test('a comment shows it without being unfolded', () => {
  for (const report of [away, back]) {
    const [open = ''] = planMarkdown(report).split('<details>')
    expect(open).toContain('### Failover')
    for (const id of atRisk) expect(open).toContain(id)
  }
})

test('tenants that stay where they are are not named among them', () => {
  for (const { failovers } of [away, back])
    expect(failovers.map(({ tenants: ids }) => ids)).toEqual([[...atRisk].sort()])
})

const kinds = (was: Regional, is: Regional, of = tenants) =>
  failoversOf(
    fleetOf(of, [clusters.hub, was, clusters.west]),
    fleetOf(of, [clusters.hub, is, clusters.west]),
  ).map(({ kind, from, to }) => `${kind} ${from} ${to}`)
const [cellId = '', cell] = Object.entries(atHome.cells)[0] ?? []
const unreplicated = { ...lost, cells: { [cellId]: { ...cell, replicateTo: [] } } } as Regional

test('every way to another region counts, with tenants or without; a default that is written out does not', () => {
  expect(kinds(atHome, lost)).toEqual(['failover us-east-1 us-west-2'])
  expect(kinds(atHome, lost, [])).toHaveLength(1)
  expect(kinds(lost, atHome)).toEqual(['return us-west-2 us-east-1'])
  expect(kinds(lost, { ...lost, servedFrom: 'us-east-1' })).toHaveLength(1)
  // The line stays, and the cell comes home because nothing of it is elsewhere any more.
  expect(kinds(lost, unreplicated)).toEqual(['return us-west-2 us-east-1'])
  expect(kinds(atHome, { ...atHome, servedFrom: 'us-east-1' })).toEqual([])
  expect(kinds(lost, lost)).toEqual([])
})

test('promotions that only the code causes are seen in the objects', () => {
  expect(away.promotions.every(({ change }) => change === 'promoted')).toBe(true)
  expect(back.promotions.every(({ change }) => change === 'looked-at')).toBe(true)
  const codes = away.reasons.filter(({ grade }) => grade === 'danger').map(({ code }) => code)
  expect(new Set(codes)).toEqual(new Set(['failover', 'promotion']))
})
