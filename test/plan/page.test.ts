import { expect, test } from 'vitest'
import { layOut, short } from '../../lib/cli/plan-page.ts'
import { planMarkdown } from '../../lib/cli/plan-print.ts'
import { reasonsOf } from '../../lib/plan/verdict.ts'
import { report } from '../support/plan-report.ts'

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

test('what stops in one region and starts in the other says where', () => {
  const restart = (how: 'stop' | 'start', cluster: string, downtime: string) => ({
    workload: 'Deployment/bus',
    how,
    downtime,
    why: [],
    clusters: [cluster],
    tenants: ['acme'],
  })
  const restarts = [restart('stop', 'us-east-1', 'it stays down'), restart('start', 'us-west-2', '')]
  const section = layOut(report({ restarts }), short).sections.find(({ title }) => title === 'Restarts')
  expect(section?.lines.map(({ text }) => text)).toEqual([
    'Deployment/bus: stopped in us-east-1, it stays down (acme)',
    'Deployment/bus: started in us-west-2 (acme)',
  ])
  expect(reasonsOf(report({ restarts })).map(({ what }) => what)).toEqual([
    'Deployment/bus is stopped in us-east-1: it stays down',
  ])
})

test('an Application that goes takes nothing that is guarded before a person has confirmed it', () => {
  const dataLoss = [
    {
      what: 'what it made',
      kind: 'argoproj.io/Application',
      name: 'tenant-acme',
      guard: 'each' as const,
      clusters: ['c'],
      tenants: ['acme'],
    },
  ]
  expect(reasonsOf(report({ dataLoss }))).toMatchObject([
    {
      grade: 'danger',
      what: 'Application/tenant-acme takes what it made with it, once a person has confirmed what is guarded of it',
    },
  ])
  const section = layOut(report({ dataLoss }), short).sections.find(({ title }) => title === 'Data at risk')
  expect(section?.lines.map(({ text }) => text)).toEqual([
    'Application/tenant-acme: what it made, deleted once a person has confirmed what is guarded of it (acme)',
  ])
})

test('limits say whose they are, the fullest first', () => {
  const capacity = [20, 90].map((percent) => ({
    scope: 'cluster us-east-1',
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
