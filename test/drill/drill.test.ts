import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { recoveryTargets } from '../../lib/catalog/recovery.ts'
import { type DrillReport, longest } from '../../lib/drill/report.ts'
import { indexObjects, notReady, walk } from '../../lib/drill/walk.ts'
import type { KubeObject } from '../../lib/kube/object.ts'
import { drill } from '../../lib/pipeline/drill.ts'
import { loadSpecs } from '../../lib/pipeline/load.ts'
import type { TenantSpec } from '../../lib/spec/index.ts'
import { listFiles } from '../../lib/write/stage.ts'
import { clusters, fleetOf, plain } from '../support/fleet.ts'
import { subject } from '../support/workspace.ts'

function report(tenants: readonly TenantSpec[]): DrillReport {
  const made = drill(fleetOf(tenants))
  if ('why' in made) throw new Error(made.why)
  return made
}

describe('one default tenant', () => {
  const made = report([plain])
  const find = (kind: string, name: string, loss: string) =>
    made.targets.find((one) => one.kind === kind && one.name === name && one.loss === loss)

  test('the targets are those that were asked for', () => {
    expect(recoveryTargets).toEqual({
      rto: { standard: 300, premium: 900, database: 120 },
      rpo: { database: 60, models: 300, configuration: 60 },
    })
  })

  test('a lost zone, by hand: 4.94 GB at 312 MB/s of network and at 500 MiB/s of disk, on a node that comes', () => {
    expect(find('RTO', 'standard tenants', 'zone')).toMatchObject({
      seconds: 50 + 10 + 180 + 16 + 12 + 10,
      verdict: 'expected',
    })
  })

  test('a lost region, by hand: 30 noticed, 120 decided, 10 read, then 300 promoted and 60 started', () => {
    expect(find('RTO', 'standard tenants', 'region')).toMatchObject({
      seconds: 30 + 120 + 10 + 360,
      targetSeconds: 300,
      verdict: 'over',
    })
    expect(find('RTO', 'database', 'region')).toMatchObject({
      seconds: 30 + 120 + 10 + 300,
      verdict: 'over',
    })
  })

  test('where AWS promises less than was asked, the report says so; models wait for no copy of AWS’s', () => {
    expect(find('RPO', 'models', 'region')).toMatchObject({
      seconds: 0,
      targetSeconds: 300,
      verdict: 'met',
      note: expect.stringMatching(/EFS replication alone would give about 900 s/),
      alerts: ['models-behind'],
    })
    expect(find('RPO', 'database', 'region')).toMatchObject({ verdict: 'expected' })
    expect(find('RPO', 'configuration', 'region')).toMatchObject({ seconds: 0, verdict: 'met' })
  })

  test('standby nodes that hold the tenant cost no boot; those that do not, cost one', () => {
    const models = (one: DrillReport) =>
      one.targets
        .find(({ name, loss }) => name === 'standard tenants' && loss === 'region')
        ?.steps.find(({ name }) => name.startsWith('node ready'))?.seconds
    expect(models(made)).toBe(16 + 10 + 12)
    const many = Array.from({ length: 9 }, (_, n): TenantSpec => ({ ...plain, id: `t${n}` }))
    expect(models(report(many))).toBe(180 + 16 + 10 + 12)
  })
})

test('the walk finds what moves and what stays, and that the standby lacks nothing', async () => {
  const made = drill(await loadSpecs(subject))
  expect(made).toMatchObject({
    from: 'us-east-1',
    to: 'us-west-2',
    line: { file: 'clusters/us-east-1.ts', text: "servedFrom: 'us-west-2'," },
    moves: ['acme', 'contoso', 'globex', 'hooli', 'initech', 'northwind', 'umbrella-health'],
    stays: [],
    notReady: [],
  })
})

test('every alert that a target names is in dist', () => {
  const dist = listFiles(join(subject, 'dist')).filter((path) => /alerts|api-/.test(path))
  const text = dist.map((path) => readFileSync(join(subject, 'dist', path), 'utf8')).join('\n')
  const names = new Set(report([plain]).targets.flatMap(({ alerts }) => alerts))
  expect(names.size).toBeGreaterThan(3)
  for (const name of names) expect(text).toMatch(new RegExp(`alert: ${name}\\b|fmt: "?paddock-%s-${name}\\b`))
})

test('there is no drill without a replica, of an unknown cluster, or after the failover', () => {
  expect(drill(fleetOf([plain], [clusters.hub, clusters.west]))).toEqual({ why: 'no cell is replicated' })
  expect(drill(fleetOf([plain]), 'us-west-2')).toEqual({
    why: 'no cluster "us-west-2" replicates its cells; us-east-1 does',
  })
  const over = { ...clusters.east, servedFrom: 'us-west-2' as const }
  expect(drill(fleetOf([plain], [clusters.hub, over, clusters.west]))).toEqual({
    why: 'us-east-1 is served from us-west-2 already',
  })
})

test('stages add up, and within a stage the slowest counts', () => {
  const step = (stage: number, seconds: number) =>
    ({ name: '', seconds, basis: 'setting', by: '', stage }) as const
  expect(longest([step(1, 5), step(2, 7), step(2, 9), step(4, 1)])).toBe(15)
  expect(longest([])).toBe(0)
})

test('the walk counts by kind, and a slow kind that is new makes the standby not ready', () => {
  const object = (kind: string, name: string, spec: unknown = {}) =>
    ({ apiVersion: 'v1', kind, metadata: { name, namespace: 'n' }, spec }) as KubeObject
  const before = indexObjects([object('Deployment', 'a', { replicas: 0 }), object('Secret', 'gone')])
  const after = indexObjects([
    object('Deployment', 'a', { replicas: 2 }),
    object('Job', 'quick'),
    object('PersistentVolumeClaim', 'slow'),
  ])
  expect(walk('here', before, after)).toEqual({
    cluster: 'here',
    created: { Job: 1, PersistentVolumeClaim: 1 },
    changed: { Deployment: 1 },
    deleted: { Secret: 1 },
  })
  expect(notReady(before, after)).toEqual(['PersistentVolumeClaim/n/slow'])
})
