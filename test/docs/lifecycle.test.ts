import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createColors } from 'picocolors'
import { expect, test, vi } from 'vitest'
import { regionApis } from '../../crossplane/apis/region-apis.ts'
import { full } from '../../lib/cli/plan-page.ts'
import { planText } from '../../lib/cli/plan-print.ts'
import { dataLossOf } from '../../lib/plan/data-loss.ts'
import type { PlanReport } from '../../lib/plan/report.ts'
import type { TenantSpec } from '../../lib/spec/index.ts'
import { changesOf, thing } from '../support/change.ts'
import { clusters, fleetOf, plain, type Regional } from '../support/fleet.ts'
import { specRepository } from '../support/spec-repository.ts'
import { repository } from '../support/workspace.ts'

// Every step is synthesised and planned.
vi.setConfig({ testTimeout: 480_000 })

const page = readFileSync(join(repository, 'docs/lifecycle.md'), 'utf8')

const [cell = '', plane] = Object.entries(clusters.east.cells)[0] ?? []
const [westCell = ''] = Object.keys(clusters.west.cells)
const otherCell = `${cell}b`
const east = { ...clusters.east, cells: { ...clusters.east.cells, [otherCell]: plane } } as Regional

const base = { ...plain, id: 'wonka', contacts: { owner: 'it@wonka.example' } } as TenantSpec
const wonka = (fields: object = {}) => ({ ...base, ...fields }) as TenantSpec

/** Each heading or step of the page, the file before it, and after it; `undefined`: no file. */
const steps: readonly (readonly [string, TenantSpec | undefined, TenantSpec | undefined])[] = [
  ['Onboard', undefined, wonka()],
  ['Change tier', wonka(), wonka({ tier: 'premium' })],
  ['Suspend', wonka(), wonka({ state: 'suspended' })],
  ['Resume', wonka({ state: 'suspended' }), wonka()],
  [
    'Move, step 3, to another cell',
    wonka({ state: 'suspended' }),
    wonka({ state: 'suspended', cell: otherCell }),
  ],
  [
    'Move, step 3, to the cluster where it stands by',
    wonka({ state: 'suspended' }),
    wonka({ state: 'suspended', cell: westCell }),
  ],
  ['Promote a release', wonka({ ring: 'early' }), wonka({ ring: 'canary' })],
  ['Offboard, step 1', wonka(), wonka({ state: 'offboarding' })],
  ['Offboard, step 2, taken back', wonka({ state: 'offboarding' }), wonka({ state: 'suspended' })],
  ['Offboard, step 3', wonka({ state: 'offboarding' }), wonka({ state: 'deleted' })],
  ['Offboard, step 4', wonka({ state: 'deleted' }), undefined],
]

/** Addresses and how full a cell is are of a fleet; the page is of steps. */
const ofFleet = new Set(['traffic-opened', 'capacity', 'release', 'ring-skipped'])

function said(step: string, report: PlanReport): string {
  // The statements of a wall are of the charts; the page is of steps.
  const reasons = report.reasons
    .filter(({ code }) => !ofFleet.has(code))
    .map((one) => (one.code.startsWith('wall-') ? { ...one, what: `${one.what.split(':')[0]}: …` } : one))
  const [title = '', why = ''] = planText({ ...report, reasons }, full, createColors(false)).split('\n\n')
  const lines = why.startsWith('Why\n') ? why.split('\n').slice(1) : []
  return [`${step}: ${title.split(':')[0]}`, ...lines].join('\n')
}

test('the page shows what `paddock plan` says of each step', async () => {
  const fleet = (spec: TenantSpec | undefined) =>
    fleetOf(spec ? [spec] : [], [clusters.hub, east, clusters.west])
  const one = await specRepository(fleet(undefined))
  try {
    const printed: string[] = []
    for (const [step, before, after] of steps) {
      one.put(fleet(before))
      await one.commit()
      one.put(fleet(after))
      printed.push(said(step, await one.plan()))
    }
    const shown = /<!-- what `paddock plan` says of each step -->\n\n```\n([\s\S]*?)\n```/.exec(page)?.[1]
    expect(shown).toBe(printed.join('\n'))
  } finally {
    one.remove()
  }
})

/** The resources of a composition that hold data, by kind. */
const holdsData = new Set([
  'secretsmanager Secret',
  'efs AccessPoint',
  'rds Instance',
  'elasticache ReplicationGroup',
])

test('what the plan says that a claim leaves in AWS is what its compositions never delete', () => {
  const tenantApis = regionApis.filter(({ api }) =>
    /^Tenant(Secrets|Storage|Database|CacheUser)$|^RedisCache$/.test(api.kind),
  )
  expect(tenantApis).toHaveLength(5)
  for (const { api, plans } of tenantApis) {
    const claim = thing('paddock.dev/v1alpha1', api.kind, 'tenant-acme')
    const [loss] = dataLossOf(changesOf([claim], []))
    const holders = plans
      .flatMap(({ resources }) => resources)
      .filter(({ base: { apiVersion, kind } }) => holdsData.has(`${apiVersion.split('.')[0]} ${kind}`))
    const deleted = holders.filter(({ base: { spec } }) => {
      const { managementPolicies = ['*'] } = spec as { managementPolicies?: readonly string[] }
      return managementPolicies.some((policy) => policy === '*' || policy === 'Delete')
    })
    const stays = holders.length > 0 && deleted.length === 0
    expect([api.kind, loss?.guard]).toEqual([api.kind, stays ? 'kept' : 'none'])
  }
})
