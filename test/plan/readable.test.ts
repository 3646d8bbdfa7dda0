import { describe, expect, test } from 'vitest'
import { full, layOut, short } from '../../lib/cli/plan-page.ts'
import { planMarkdown, planText } from '../../lib/cli/plan-print.ts'
import { openFolder } from '../../lib/plan/changes.ts'
import { withoutTenant, withTenant } from '../../lib/plan/fold.ts'
import type { PlanReport } from '../../lib/plan/report.ts'
import { reasonsOf } from '../../lib/plan/verdict.ts'
import { wrongPlan } from '../../lib/plan/wrong.ts'
import { changesOf, thing } from '../support/change.ts'

const colors = new Proxy({}, { get: () => String }) as never
const report = (parts: Partial<PlanReport>): PlanReport => ({
  ...wrongPlan('main', []),
  verdict: 'review',
  base: { ref: 'main', commit: '0123456789abcdef' },
  ...parts,
})

/** Three objects a tenant, each with a field of its own that differs between tenants. */
function fleetChanges(tenants: number) {
  const folder = openFolder()
  for (let index = 0; index < tenants; index += 1) {
    const tenant = `tenant-${index}`
    const objects = (ring: string, image: string, pods: number) =>
      ['Deployment', 'Service', 'ConfigMap', 'Role'].map((kind, at) =>
        thing('v1', kind, `${kind.toLowerCase()}-${tenant}`, {
          metadata: { namespace: `tenant-${tenant}`, labels: { ring } },
          spec: at === 0 ? { image, host: `chat.${tenant}.example` } : at === 1 ? { pods } : {},
        }),
      )
    for (const change of changesOf(objects('general', 'x:1', index), objects('early', 'x:2', index + 1), {
      cluster: `c-${index % 2}`,
      tenant,
    }))
      folder.add(change)
  }
  return folder.groups()
}

describe('a thousand tenants that change alike', () => {
  const groups = fleetChanges(1000)

  test('are told once for each way in which they change', () => {
    expect(groups.map(({ objects, kinds, tenants }) => [objects, kinds, tenants.length])).toEqual([
      [4000, ['ConfigMap', 'Deployment', 'Role', 'Service'], 1000],
      [1000, ['Deployment'], 1000],
      [1000, ['Service'], 1000],
    ])
    expect(groups[1]).toMatchObject({
      names: ['deployment-<tenant>'],
      fields: [{ path: 'spec.image', before: 'x:1', after: 'x:2' }],
      clusters: ['c-0', 'c-1'],
    })
    // Values of a thousand kinds: one example and their number.
    expect(groups[2]?.fields).toMatchObject([{ path: 'spec.pods', variants: 1000 }])
  })

  test('read in a minute: a screen of text, and a comment that GitHub takes', () => {
    const page = report({ changes: groups })
    expect(planText(page, short, colors).split('\n').length).toBeLessThan(60)
    expect(planMarkdown(page, short).length).toBeLessThan(10_000)
  })
})

test('a thousand changes that have nothing in common are cut, and said to be', () => {
  const folder = openFolder()
  for (let index = 0; index < 1000; index += 1) {
    const object = (value: number) =>
      thing('v1', 'ConfigMap', `c-${index}`, { [`field${index}`]: { [`key${value}`]: 'v'.repeat(200) } })
    for (const change of changesOf([object(0)], [object(1)], { cluster: 'c' })) folder.add(change)
  }
  const changes = folder.groups()
  expect(changes).toHaveLength(1000)
  const text = planText(report({ changes }), short, colors)
  expect(text.split('\n').length).toBeLessThan(120)
  expect(text).toMatch(/and 988 more; --full shows them/)
  expect(planText(report({ changes }), full, colors).split('\n').length).toBeGreaterThan(2000)
  const comment = planMarkdown(report({ changes }), full)
  expect(comment.length).toBeLessThan(65_536)
  expect(comment).toMatch(/--full` shows it/)
})

test('marks are seen in Markdown, where a sign of a list after a sign of a list makes another list', () => {
  const comment = planMarkdown(
    report({
      tenants: {
        added: [
          { id: 'wonka', cluster: 'c', tier: 'standard', cell: 'c-a', ring: 'general', state: 'active' },
        ],
        removed: [],
        changed: [],
      },
      hosts: [
        { change: 'new', host: 'new.example', clusters: [], tenants: [] },
        { change: 'gone', host: 'old.example', clusters: [], tenants: [] },
      ],
    }),
    short,
  )
  expect(comment).toMatch(/^- \\\+ `wonka standard/m)
  expect(comment).toMatch(/^- \\\+ `new\.example`/m)
  expect(comment).toMatch(/^- − `old\.example`/m)
  expect(comment.split('\n').filter((line) => /^\s*- (?:[-+*]|\d+[.)]) /.test(line))).toEqual([])
})

test('an object that keeps sixteen fields is told once, others beside it', () => {
  const refusal = (name: string, path: string) => ({
    by: 'kubernetes' as const,
    kind: 'paddock.dev/Network',
    name,
    path,
    why: 'it cannot be changed after creation',
    clusters: ['hub'],
    tenants: [],
  })
  const subnets = Array.from({ length: 15 }, (_, index) => refusal('east', `spec.subnets.s${index}`))
  const refusals = [refusal('east', 'spec.cidr'), ...subnets, refusal('west', 'spec.cidr')]
  const reasons = reasonsOf(report({ refusals })).map(({ what }) => what)
  expect(reasons).toEqual([
    'the API server refuses the change of Network/east spec.cidr and 15 more fields: it cannot be changed after creation',
    'the API server refuses the change of Network/west spec.cidr: it cannot be changed after creation',
  ])
  const refused = layOut(report({ refusals }), short).sections.find(
    ({ title }) => title === 'Refused in place',
  )
  expect(refused?.lines.map(({ text }) => text)).toEqual([
    'Network/east spec.cidr and 15 more fields: it cannot be changed after creation (hub)',
    'Network/west spec.cidr: it cannot be changed after creation (hub)',
  ])
})

test('the title says what a month costs more or less, and nothing where that is nothing', () => {
  const costing = (deltaUsdPerMonth: number) =>
    layOut(report({ cost: { deltaUsdPerMonth, clusters: [], services: [], tenants: [] } }), short).title
  expect(costing(1072.7)).toBe('needs review: + 1,072.70 USD a month, against main (0123456789)')
  expect(costing(-3)).toBe('needs review: − 3.00 USD a month, against main (0123456789)')
  expect(costing(0.001)).toBe('needs review: nothing changes, against main (0123456789)')
})

test('limits say whose they are, the fullest first', () => {
  const capacity = [20, 90].map((percent) => ({
    place: 'cluster us-east-1',
    resource: `r${percent}`,
    beforeUsed: percent - 1,
    beforeLimit: 100,
    used: percent,
    limit: 100,
    percent,
    by: 'nodeGroups.gpu.max',
  }))
  const section = layOut(report({ capacity }), short).sections.find(({ title }) => title === 'Capacity')
  expect(section?.lines.map(({ text }) => text)).toEqual([
    'cluster us-east-1 r90  89 → 90 of 100 by nodeGroups.gpu.max (90 %)',
    'cluster us-east-1 r20  19 → 20 of 100 by nodeGroups.gpu.max (20 %)',
  ])
})

test('an id is told from the words around it', () => {
  const text = 'Deployment/open-webui of tenant-open, open.example, tenant_open_2, reopen, app_open'
  const general = withoutTenant(text, 'open')
  expect(general).toBe(
    'Deployment/<tenant>-webui of tenant-<tenant>, <tenant>.example, tenant_open_2, reopen, app_<tenant_sql>'.replace(
      'tenant_open_2',
      'tenant_<tenant_sql>_2',
    ),
  )
  expect(withTenant(general, 'open')).toBe(text)
  expect(withoutTenant({ a: ['app_acme_corp', 'acme-corp'] }, 'acme-corp')).toEqual({
    a: ['app_<tenant_sql>', '<tenant>'],
  })
})

test('a comment mentions nobody, links nowhere and draws nothing, whatever the pull request says', () => {
  const evil = '`` ![x](https://evil.example/x.png) @everyone <script> \n\n# head [a](b) </details>'
  const comment = planMarkdown(
    report({
      reasons: [{ grade: 'danger', code: 'x', what: evil, clusters: [], tenants: [evil] }],
      findings: [{ code: 'x', level: 'error', file: evil, field: evil, why: evil, remedy: evil }],
    }),
    short,
  )
  // Take every code span away: what is left is ours.
  const left = comment.replaceAll(/(`+)(?:(?!\1)[\s\S])*?[^`]\1(?!`)/g, '')
  expect(left).not.toMatch(/evil|@|script|\]\(/)
  expect(layOut(report({}), short).title).toContain('needs review')
})
