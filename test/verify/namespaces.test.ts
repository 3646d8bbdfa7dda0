import { describe, expect, test } from 'vitest'
import type { KubeObject } from '../../lib/kube/object.ts'
import { closedNamespaces, verifyClosed } from '../../lib/verify/policy/namespaces.ts'
import { asValid, versionOf } from '../support/valid.ts'

const object = (kind: string, name: string, namespace: string | undefined, spec: object): KubeObject => ({
  apiVersion: versionOf(kind),
  kind,
  metadata: { name, ...(namespace ? { namespace } : {}) },
  spec,
})
const policy = (spec: object, namespace = 'n') => object('NetworkPolicy', 'p', namespace, spec)
const denyAll = { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }
const template = { metadata: { labels: { app: 'a' } }, spec: { containers: [] } }
const deployment = (namespace?: string) => object('Deployment', 'a', namespace, { template })
const found = (objects: KubeObject[], elsewhere?: ReadonlySet<string>) =>
  verifyClosed(asValid([{ path: 'c/platform/x/x.yaml', objects }]), elsewhere).map(({ field }) => field)

describe('a component without a policy for its pods is refused', () => {
  test.each([
    ['a Deployment', deployment('n'), 'Deployment/a'],
    ['a Deployment without a namespace', deployment(), 'Deployment/a'],
    ['a DaemonSet', object('DaemonSet', 'a', 'n', { template }), 'DaemonSet/a'],
    ['a StatefulSet', object('StatefulSet', 'a', 'n', { template }), 'StatefulSet/a'],
    ['a Job', object('Job', 'a', 'n', { template }), 'Job/a'],
    ['a CronJob', object('CronJob', 'a', 'n', { jobTemplate: { spec: { template } } }), 'CronJob/a'],
    ['a namespace for pods that an operator makes', object('Namespace', 'n', undefined, {}), 'Namespace/n'],
    ['a Provider', object('Provider', 'a', undefined, {}), 'Provider/a'],
    ['a Function', object('Function', 'a', undefined, {}), 'Function/a'],
  ])('%s', (_, one, field) => {
    expect(found([one])).toEqual([field])
    const namespaces = new Set(['n', 'default', 'crossplane-system'])
    expect(found([one], namespaces)).toEqual([])
    expect(found([one, ...[...namespaces].map((name) => policy(denyAll, name))])).toEqual([])
  })
})

describe('no policy closes a namespace that', () => {
  test.each([
    ['holds one direction alone', { ...denyAll, policyTypes: ['Ingress'] }],
    ['holds the other alone', { ...denyAll, policyTypes: ['Egress'] }],
    ['names no direction, which means what comes in', { podSelector: {} }],
    ['selects some pods by a label', { ...denyAll, podSelector: { matchLabels: { app: 'a' } } }],
    [
      'selects some pods by an expression',
      { ...denyAll, podSelector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] } },
    ],
    ['opens something to all', { ...denyAll, ingress: [{}] }],
    ['opens something from all', { ...denyAll, egress: [{ to: [] }] }],
  ])('%s', (_, spec) => {
    expect(found([deployment('n'), policy(spec)])).toEqual(['Deployment/a'])
  })

  test('is another one', () => {
    expect(found([deployment('n'), policy(denyAll, 'm')])).toEqual(['Deployment/a'])
  })
})

test('a namespace is told once, whatever runs in it; objects without pods need none', () => {
  expect(found([object('Namespace', 'n', undefined, {}), deployment('n'), deployment('n')])).toEqual([
    'Namespace/n',
  ])
  expect(found([object('ConfigMap', 'a', 'n', {}), object('Service', 'a', 'n', {})])).toEqual([])
})

test('a policy beside the one that closes may open', () => {
  const objects = [policy(denyAll), policy({ podSelector: {}, egress: [{}], policyTypes: ['Egress'] })]
  expect([...closedNamespaces(asValid([{ path: 'x', objects }]))]).toEqual(['n'])
})
