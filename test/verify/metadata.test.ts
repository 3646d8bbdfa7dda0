import { expect, test } from 'vitest'
import { verifyMetadata } from '../../lib/verify/metadata.ts'
import { validManifest, versionOf } from '../support/valid.ts'

const long = (length: number) => 'a'.repeat(length)

/** The least that the type of a kind promises. */
function minimal(kind: string): object {
  return kind === 'CronJob' ? { jobTemplate: {} } : {}
}

function fields(kind: string, metadata: object, spec?: object): string[] {
  const object = {
    apiVersion: versionOf(kind),
    kind,
    metadata: { name: 'a', ...metadata },
    spec: spec ?? minimal(kind),
  }
  return verifyMetadata(validManifest({ path: 'x.yaml', objects: [object] })).map(
    ({ field }) => field.split(' ')[1] ?? '',
  )
}

test.each([
  ['ConfigMap', 'a.b-c'],
  ['ConfigMap', long(253)],
  ['Service', long(63)],
  ['Role', 'paddock:tenant-admin'],
  ['CronJob', long(52)],
])('%s may be named %s', (kind, name) => {
  expect(fields(kind, { name })).toEqual([])
})

test.each([
  ['ConfigMap', 'A'],
  ['ConfigMap', 'a_b'],
  ['ConfigMap', ''],
  ['ConfigMap', long(254)],
  ['Service', 'a.b'],
  ['Service', long(64)],
  ['Role', 'a/b'],
  ['Job', long(64)],
  ['CronJob', long(53)],
])('%s may not be named %s', (kind, name) => {
  expect(fields(kind, { name })).toEqual(['metadata.name'])
})

test('labels: 63 characters, an optional prefix that is a domain, no odd ends', () => {
  const good = { a: '', 'b.example/c_d': 'X.y-z', [`${long(253)}/${long(63)}`]: long(63) }
  expect(fields('ConfigMap', { labels: good })).toEqual([])
  const bad = { a: long(64), b: '-a', 'c/d/e': 'x', 'F.example/g': 'x', '': 'x' }
  expect(fields('ConfigMap', { labels: bad })).toHaveLength(5)
})

test('annotations hold any text, up to 256 KiB in sum', () => {
  expect(fields('ConfigMap', { annotations: { a: 'anything\n…' } })).toEqual([])
  expect(fields('ConfigMap', { annotations: { 'a b': 'x' } })).toEqual(['metadata.annotations[a'])
  expect(fields('ConfigMap', { annotations: { a: long(256 * 1024) } })).toEqual(['metadata.annotations'])
})

test('labels of a pod template count too, and so does the namespace', () => {
  const template = { metadata: { labels: { a: 'not good' } } }
  expect(fields('Deployment', { namespace: 'A' }, { template })).toEqual([
    'metadata.namespace',
    'spec.template.metadata.labels[a]',
  ])
})

test('what belongs to no namespace has none', () => {
  const at = (apiVersion: string, kind: string) =>
    verifyMetadata(
      validManifest({
        path: 'x.yaml',
        objects: [{ apiVersion, kind, metadata: { name: 'a', namespace: 'b' } }],
      }),
    ).map(({ field }) => field.split(' ')[1])
  expect(at('rbac.authorization.k8s.io/v1', 'ClusterRole')).toEqual(['metadata.namespace'])
  expect(at('pkg.crossplane.io/v1', 'Provider')).toEqual(['metadata.namespace'])
  expect(at('cert-manager.io/v1', 'ClusterIssuer')).toEqual(['metadata.namespace'])
  expect(at('rbac.authorization.k8s.io/v1', 'Role')).toEqual([])
  expect(at('cert-manager.io/v1', 'Certificate')).toEqual([])
})
