import { describe, expect, test } from 'vitest'
import { rings } from '../../lib/catalog/rings.ts'
import { dataLossOf } from '../../lib/plan/data-loss.ts'
import { diffFlows } from '../../lib/plan/flows.ts'
import { loweredGuards } from '../../lib/plan/guards.ts'
import { parseQuantity } from '../../lib/plan/quantity.ts'
import { restartOf } from '../../lib/plan/restarts.ts'
import { imageMoves, ringSteps, skippedRings } from '../../lib/plan/rings.ts'
import { changesOf, thing, updateOf } from '../support/change.ts'

describe('pods are replaced', () => {
  const deployment = (image: string, rest: object = {}) =>
    thing('apps/v1', 'Deployment', 'web', {
      spec: { template: { spec: { containers: [{ name: 'web', image }] } }, ...rest },
    })
  const restart = (before: object, after: object, image = 'x:2') =>
    restartOf(updateOf(deployment('x:1', before), deployment(image, after)))[0]
  const rolling = (maxUnavailable: number | string) => ({ strategy: { rollingUpdate: { maxUnavailable } } })

  test.each<[string, object, { how: string; downtime: string }]>([
    ['one more first', rolling(0), { how: 'rolling', downtime: '' }],
    ['one away', rolling(1), { how: 'rolling', downtime: 'up to 1 of its pods is unavailable' }],
    ['by default, unknown number', {}, { how: 'rolling', downtime: 'up to 25% of its pods are unavailable' }],
    ['by default, three of them: none away', { replicas: 3 }, { how: 'rolling', downtime: '' }],
    [
      'the only one',
      { replicas: 1, ...rolling(1) },
      { how: 'rolling', downtime: 'while its only pod starts' },
    ],
    [
      'all at once',
      { strategy: { type: 'Recreate' } },
      { how: 'recreate', downtime: 'from the last old pod to the first new one' },
    ],
  ])('%s', (_, rest, expected) => {
    expect(restart(rest, rest)).toMatchObject({ ...expected, why: ['spec.containers[web].image'] })
  })

  test('stopped, started, or neither when they are stopped anyway', () => {
    expect(restart({}, { replicas: 0 })).toMatchObject({ how: 'stop' })
    expect(restart({ replicas: 0 }, {})).toMatchObject({ how: 'start', downtime: '' })
    expect(restart({ replicas: 0 }, { replicas: 0 })).toBeUndefined()
    expect(restart({ replicas: 2 }, { replicas: 4 }, 'x:1')).toBeUndefined()
  })

  test('of a StatefulSet one after the other, or by hand', () => {
    const set = (image: string, rest: object) =>
      thing('apps/v1', 'StatefulSet', 'db', { spec: { template: { image }, ...rest } })
    const of = (rest: object) => restartOf(updateOf(set('a', rest), set('b', rest)))[0]
    expect(of({ replicas: 1 })).toMatchObject({ how: 'recreate', downtime: 'while its only pod starts' })
    expect(of({ replicas: 3 })).toMatchObject({
      how: 'rolling',
      downtime: 'one pod after the other is unavailable',
    })
    expect(of({ updateStrategy: { type: 'OnDelete' } })).toMatchObject({ how: 'by-hand' })
  })
})

describe('data goes with', () => {
  const guard = { annotations: { 'argocd.argoproj.io/sync-options': 'Prune=confirm,Delete=confirm' } }
  const lost = (...objects: ReturnType<typeof thing>[]) =>
    dataLossOf(changesOf(objects, [])).map(({ kind, guard: how }) => `${kind} ${how}`)

  test('volumes and namespaces, guarded or not', () => {
    expect(lost(thing('v1', 'PersistentVolumeClaim', 'a', { metadata: guard }))).toEqual([
      'PersistentVolumeClaim confirmed',
    ])
    expect(lost(thing('v1', 'PersistentVolumeClaim', 'a'))).toEqual(['PersistentVolumeClaim none'])
    expect(lost(thing('v1', 'Namespace', 'a'))).toEqual(['Namespace none'])
    expect(lost(thing('v1', 'ConfigMap', 'a'))).toEqual([])
  })

  test('a database, unless Crossplane or AWS keeps it', () => {
    const instance = (spec: object) => thing('rds.aws.upbound.io/v1beta3', 'Instance', 'a', { spec })
    expect(lost(instance({}))).toEqual(['rds.aws.upbound.io/Instance none'])
    expect(lost(instance({ managementPolicies: ['Observe', 'Create', 'Update'] }))).toEqual([
      'rds.aws.upbound.io/Instance kept',
    ])
    // Explicit policies with Delete overrule the older setting.
    expect(lost(instance({ managementPolicies: ['*'], deletionPolicy: 'Delete' }))).toEqual([
      'rds.aws.upbound.io/Instance none',
    ])
    expect(lost(instance({ forProvider: { deletionProtection: true } }))).toEqual([
      'rds.aws.upbound.io/Instance kept',
    ])
  })

  test('what a composition makes no longer', () => {
    const composition = (...names: string[]) =>
      thing('apiextensions.crossplane.io/v1', 'Composition', 'c', {
        spec: {
          pipeline: [
            {
              input: {
                resources: names.map((name) => ({
                  name,
                  base: { apiVersion: 'efs.aws.upbound.io/v1beta2', kind: 'FileSystem', spec: {} },
                })),
              },
            },
          ],
        },
      })
    expect(dataLossOf(changesOf([composition('a', 'b')], [composition('b')]))).toMatchObject([
      { kind: 'efs.aws.upbound.io/FileSystem', name: 'c a', guard: 'none' },
    ])
  })

  test('an Application that cascades, told on its own only while its namespace stays', () => {
    const finalizers = ['resources-finalizer.argocd.argoproj.io']
    const application = thing('argoproj.io/v1alpha1', 'Application', 'a', { metadata: { finalizers } })
    expect(lost(application)).toEqual(['argoproj.io/Application each'])
    expect(lost(application, thing('v1', 'Namespace', 'a', { metadata: guard }))).toEqual([
      'Namespace confirmed',
    ])
    expect(lost(thing('argoproj.io/v1alpha1', 'Application', 'b'))).toEqual([])
  })
})

describe('a guard is taken away', () => {
  const lowered = (kind: [string, string], before: object, after: object) =>
    loweredGuards(updateOf(thing(...kind, 'a', before), thing(...kind, 'a', after))).map(({ what }) => what)
  const claim: [string, string] = ['v1', 'PersistentVolumeClaim']
  const options = (value: string) => ({
    metadata: { annotations: { 'argocd.argoproj.io/sync-options': value, other: value } },
  })

  test('when Argo CD may delete without asking', () => {
    expect(lowered(claim, options('Prune=confirm,Delete=confirm'), options('Prune=confirm'))).toHaveLength(1)
    expect(lowered(claim, options('Prune=confirm'), {})).toHaveLength(1)
    expect(lowered(claim, options('Prune=confirm'), options('Prune=false'))).toEqual([])
    expect(lowered(claim, {}, options('Prune=confirm'))).toEqual([])
  })

  test('when Crossplane or AWS may, in a resource and in a composition', () => {
    const rds: [string, string] = ['rds.aws.upbound.io/v1beta3', 'Instance']
    const spec = (managementPolicies: string[], forProvider: object = {}) => ({
      spec: { managementPolicies, forProvider },
    })
    const keep = ['Observe', 'Create', 'Update']
    expect(lowered(rds, spec(keep), spec([...keep, 'Delete']))).toHaveLength(1)
    expect(lowered(rds, spec(keep), spec(['*']))).toHaveLength(1)
    expect(lowered(rds, spec(keep, { deletionProtection: true }), spec(keep))).toHaveLength(1)
    expect(
      lowered(rds, spec(keep, { backupRetentionPeriod: 7 }), spec(keep, { backupRetentionPeriod: 35 })),
    ).toEqual([])
    expect(
      lowered(rds, spec(keep, { backupRetentionPeriod: 35 }), spec(keep, { backupRetentionPeriod: 7 })),
    ).toEqual(['backups are kept for fewer days'])
    const composition: [string, string] = ['apiextensions.crossplane.io/v1', 'Composition']
    const made = (forProvider: object) => ({
      spec: {
        pipeline: [
          {
            step: 'resources',
            input: {
              resources: [
                {
                  name: 'i',
                  base: { apiVersion: rds[0], kind: rds[1], ...spec(keep, forProvider) },
                  patches: [],
                },
              ],
            },
          },
        ],
      },
    })
    expect(
      lowered(composition, made({ skipFinalSnapshot: false }), made({ skipFinalSnapshot: true })),
    ).toEqual(['no snapshot is taken when it is deleted'])
  })
})

test('traffic is opened and closed by peer and port, whatever policy or order says so', () => {
  const policy = (name: string, cidrs: string[]) =>
    thing('networking.k8s.io/v1', 'NetworkPolicy', name, {
      spec: {
        podSelector: { matchLabels: { 'app.kubernetes.io/name': 'web' } },
        egress: [
          { to: cidrs.map((cidr) => ({ ipBlock: { cidr } })), ports: [{ port: 443, protocol: 'TCP' }] },
        ],
      },
    })
  const flows = (before: ReturnType<typeof thing>[], after: ReturnType<typeof thing>[]) =>
    diffFlows(changesOf(before, after)).map(
      ({ change, pods, peer, ports }) => `${change} ${pods} ${peer} ${ports}`,
    )
  expect(flows([policy('a', ['10.0.0.0/8'])], [policy('b', ['10.0.0.0/8', '192.0.2.0/24'])])).toEqual([
    'opened web 192.0.2.0/24 TCP 443',
  ])
  expect(flows([policy('a', ['10.0.0.0/8'])], [])).toEqual(['closed web 10.0.0.0/8 TCP 443'])
  expect(flows([], [policy('a', ['10.0.0.0/8']), thing('v1', 'Namespace', 'tenant-acme')])).toEqual([
    'opened web 10.0.0.0/8 TCP 443',
  ])
})

test('images move by ring, tenants named, versions before together', () => {
  const pod = (tenant: string, ring: string, image: string) =>
    thing('apps/v1', 'Deployment', 'ollama', {
      metadata: { labels: { 'paddock.dev/ring': ring }, namespace: `tenant-${tenant}` },
      spec: { template: { spec: { containers: [{ name: 'ollama', image }] } } },
    })
  const moves = (tenant: string, ring: string, from: string, to: string) =>
    changesOf([pod(tenant, ring, from)], [pod(tenant, ring, to)], { cluster: 'c', tenant }).flatMap(
      imageMoves,
    )
  const image = 'docker.io/ollama/ollama'
  expect(
    ringSteps([
      ...moves('a', 'canary', `${image}:1`, `${image}:3`),
      ...moves('b', 'canary', `${image}:2`, `${image}:3`),
      ...moves('c', 'early', `${image}:1`, `${image}:1@sha256:0123456789abcdef`),
      ...moves('d', 'general', `${image}:1`, `${image}:1`),
    ]),
  ).toEqual([
    { ring: 'canary', image, before: ['1', '2'], after: '3', clusters: ['c'], tenants: ['a', 'b'] },
    { ring: 'early', image, before: ['1'], after: '1@sha256:01234567', clusters: ['c'], tenants: ['c'] },
  ])
})

test('a ring vouches for a version to the next one', () => {
  const image = 'docker.io/ollama/ollama'
  const step = (ring: string, after: string) => ({
    ring,
    image,
    before: ['x'],
    after,
    clusters: [],
    tenants: [],
  })
  const front = rings.canary.ollama
  expect(skippedRings([step('canary', '9.9.9')])).toEqual([])
  expect(skippedRings([step('early', front)])).toEqual([])
  expect(skippedRings([step('early', front), step('canary', front)])).toEqual([
    `rings canary and early take ollama ${front} at once`,
  ])
  expect(skippedRings([step('early', '9.9.9')])).toEqual([
    'ring early takes ollama 9.9.9, which ring canary does not run',
  ])
  expect(skippedRings([{ ...step('platform', '2'), image: 'docker.io/grafana/grafana' }])).toEqual([])
})

test.each([
  ['250m', 0.25],
  ['1', 1],
  ['2Gi', 2 ** 31],
  ['1500M', 1.5e9],
  ['1.5Gi', 1.5 * 2 ** 30],
  [3, 3],
  ['x', undefined],
  [undefined, undefined],
])('the quantity %s', (text, number) => {
  expect(parseQuantity(text)).toBe(number)
})
