import { expect, test } from 'vitest'
import { changesOf, thing } from '../support/change.ts'

const reported = (...args: Parameters<typeof changesOf>) =>
  changesOf(...args).map(({ action, kind, name }) => `${action} ${kind}/${name}`)

test('objects are paired by group, kind, namespace and name', () => {
  const before = [
    thing('v1', 'Service', 'a', { spec: { x: 1 } }),
    thing('apps/v1', 'Deployment', 'a'),
    thing('v1', 'ConfigMap', 'same', { data: { a: '1' } }),
    thing('v1', 'ConfigMap', 'a', { metadata: { namespace: 'other' } }),
  ]
  const after = [
    thing('v1', 'Service', 'a', { spec: { x: 2 } }),
    thing('batch/v1', 'Job', 'a'),
    thing('v1', 'ConfigMap', 'same', { data: { a: '1' } }),
    thing('v1', 'ConfigMap', 'a'),
  ]
  expect(reported(before, after)).toEqual([
    'delete ConfigMap/a',
    'create ConfigMap/a',
    'update Service/a',
    'delete apps/Deployment/a',
    'create batch/Job/a',
  ])
})

test('another version of the API is an update of the same object', () => {
  expect(reported([thing('x.dev/v1beta1', 'X', 'a')], [thing('x.dev/v1', 'X', 'a')])).toEqual([
    'update x.dev/X/a',
  ])
})

test('a Job whose digest changed runs anew, and is not one that is gone and one that is new', () => {
  const job = (digest: string, image: string) =>
    thing('batch/v1', 'Job', `migrate-${digest}`, { spec: { image } })
  const [change, ...more] = changesOf([job('0a1b2c3d', 'x:1')], [job('ffffffff', 'x:2')])
  expect(more).toEqual([])
  expect(change).toMatchObject({
    action: 'rerun',
    name: 'migrate',
    fields: [{ path: 'spec.image', before: 'x:1', after: 'x:2' }],
  })
  expect(reported([job('0a1b2c3d', 'x:1')], [])).toEqual(['delete batch/Job/migrate-0a1b2c3d'])
})
