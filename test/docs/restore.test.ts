import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import type { KubeObject } from '../../lib/kube/object.ts'
import { verifyPolicy } from '../../lib/verify/policy/index.ts'
import { verifySchema } from '../../lib/verify/schema.ts'
import { readDist } from '../support/dist.ts'
import { asValid } from '../support/valid.ts'
import { repository } from '../support/workspace.ts'

const runbook = readFileSync(join(repository, 'docs/runbooks/restore-tenant.md'), 'utf8')
const pod = parse(/```yaml\n([\s\S]*?)```/.exec(runbook)?.[1] ?? '') as KubeObject & { spec: object }
const [job] = readDist('us-east-1/tenants/acme/database.yaml').flatMap(({ objects }) =>
  objects.filter(({ kind }) => kind === 'Job'),
)

test('the pod of the runbook is valid and as restricted as every other', () => {
  // As a Job's: a bare pod is no kind of dist.
  const { restartPolicy: _, ...spec } = pod.spec as Record<string, unknown>
  const asJob = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'restore-acme', namespace: 'paddock-data' },
    spec: { template: { metadata: pod.metadata, spec: { ...spec, restartPolicy: 'Never' } } },
  } as KubeObject
  const manifests = [{ path: 'restore.yaml', objects: [asJob] }]
  expect([...manifests.flatMap((one) => verifySchema(one)), ...verifyPolicy(asValid(manifests))]).toEqual([])
})

test('it has the image, the Secrets and the way to the database that the bootstrap Job has', () => {
  const text = JSON.stringify(job)
  const own = JSON.stringify(pod)
  const named = (from: string) =>
    [...from.matchAll(/"(?:image|secretName)":"([^"]+)"/g)].map(([, name]) => name)
  const keys = [...own.matchAll(/"secretKeyRef":(\{[^}]+\})/g)].map(
    ([, ref]) => JSON.parse(ref ?? '') as object,
  )
  expect(keys).toHaveLength(3)
  for (const name of named(own)) expect(text).toContain(`"${name}"`)
  const ofJob = [...text.matchAll(/"secretKeyRef":(\{[^}]+\})/g)].map(
    ([, ref]) => JSON.parse(ref ?? '') as object,
  )
  expect(ofJob).toEqual(expect.arrayContaining(keys))
  expect(pod.metadata.labels).toEqual({ 'app.kubernetes.io/name': 'bootstrap-database' })
})

test('the scripts that it runs are those of the repository', () => {
  const named = [...runbook.matchAll(/\/work\/export\/([a-z-]+\.(?:sh|sql))/g)].map(([, name]) => name ?? '')
  expect([...new Set(named)].sort()).toEqual(['drop-tables.sql', 'export.sh', 'restore.sh'])
  for (const name of [...named, 'rows.sql']) readFileSync(join(repository, 'charts/tenant/export', name))
})
