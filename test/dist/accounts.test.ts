import { expect, test } from 'vitest'
import type { PodSpec } from '../../lib/kube/types/kubernetes.ts'
import { podTemplate } from '../../lib/verify/reachability/model.ts'
import { readDist } from '../support/dist.ts'
import { expectOnly, expectSeen } from '../support/subject.ts'
import { validObject } from '../support/valid.ts'

const tenants = readDist().filter(({ path }) => path.includes('/tenants/'))
const objects = tenants.flatMap(({ objects }) => objects)
const accounts = objects.filter(({ kind }) => kind === 'ServiceAccount')
const idOf = (namespace?: string, name?: string) => `${namespace}/${name}`

test('no account of a tenant’s namespace has its token mounted unasked, the one of pods that name none neither', () => {
  const namespaces = objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name)
  expectSeen(namespaces.length, 9)
  const quiet = accounts
    .filter((account) => account['automountServiceAccountToken'] === false)
    .map(({ metadata }) => idOf(metadata.namespace, metadata.name))
  const all = accounts.map(({ metadata }) => idOf(metadata.namespace, metadata.name))
  expect(quiet).toEqual(all)
  expect(quiet).toEqual(expect.arrayContaining(namespaces.map((namespace) => idOf(namespace, 'default'))))
})

test('of the pods of a tenant’s files three hold a token: the migration, the interceptor and the Job that makes secrets on a laptop', () => {
  const holders = objects.flatMap((object) => {
    const spec: PodSpec | undefined = podTemplate(validObject(object))?.spec
    const tokens = (spec?.volumes ?? []).filter((volume) =>
      volume.projected?.sources?.some(({ serviceAccountToken }) => serviceAccountToken !== undefined),
    )
    const [one] = tokens
    if (!spec || !one) return []
    const mounting = [...spec.containers, ...(spec.initContainers ?? [])]
      .filter(({ volumeMounts = [] }) => volumeMounts.some(({ name }) => name === one.name))
      .map(({ name }) => name)
    const name = object.metadata.name.replace(/-[0-9a-f]{8}$/, '').replace(/^secrets-.*/, 'secrets')
    return [`${name}: ${mounting.join(', ')}`]
  })
  expectOnly(holders, [
    'migrate: stop-other-versions',
    'model-gateway: interceptor',
    'secrets: create-secrets',
  ])
})
