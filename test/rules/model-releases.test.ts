import { expect, test } from 'vitest'
import releases from '../../lib/catalog/model-releases.json' with { type: 'json' }
import { type ModelRelease, modelReleases } from '../../lib/catalog/model-releases.ts'
import { type ModelName, models } from '../../lib/catalog/models.ts'
import { render } from '../../lib/findings/render.ts'
import { checkModelReleases } from '../../lib/rules/model-releases.ts'
import { tenantFile } from '../../lib/rules/tenant-file.ts'
import { completeCluster } from '../../lib/spec/complete.ts'
import type { TenantSpec } from '../../lib/spec/index.ts'
import local from '../fleet/clusters/local.ts'
import usEast1 from '../fleet/clusters/us-east-1.ts'

const digest = (letter: string) => `sha256:${letter.repeat(64)}`
const base: TenantSpec = {
  id: 'aa',
  tier: 'standard',
  cell: 'us-east-1-a',
  models: ['mistral:7b'],
  contacts: { owner: 'a@b.example' },
}
const reported = (spec: TenantSpec, given: Partial<Record<ModelName, ModelRelease>> = {}) =>
  checkModelReleases(
    {
      tenants: [tenantFile('tenants/aa.ts', spec)],
      clusters: [usEast1, local].map((one) => ({
        file: `clusters/${one.name}.ts`,
        spec: completeCluster(one),
      })),
    },
    { ...none, ...given } as Readonly<Record<ModelName, ModelRelease>>,
  )
    .map(render)
    .map(({ level, file, field, why, remedy }) => `${level} ${file} ${field}: ${why} → ${remedy}`)

const none = Object.fromEntries(Object.keys(models).map((name) => [name, { current: null, versions: {} }]))
const released = {
  current: digest('a'),
  versions: { [digest('a')]: '2026-11-20', [digest('b')]: '2026-11-27' },
}
const embedding = { 'nomic-embed-text': released }

test('the file has a line for each model of the catalogue, and no version that nobody released', () => {
  expect(Object.keys(releases)).toEqual(Object.keys(models))
  for (const { current, versions } of Object.values(modelReleases)) {
    for (const one of Object.keys(versions)) expect(one).toMatch(/^sha256:[0-9a-f]{64}$/)
    if (current !== null) expect(Object.keys(versions)).toContain(current)
  }
})

test('models in use without a release are told once each; on a laptop none is asked for', () => {
  const waiting = reported(base).map((one) => one.split(': ')[0])
  expect(waiting).toEqual([
    'notice lib/catalog/model-releases.json mistral:7b',
    'notice lib/catalog/model-releases.json nomic-embed-text',
  ])
  expect(reported({ ...base, cell: 'local-a' })).toEqual([])
  expect(reported(base, { ...embedding, 'mistral:7b': released })).toEqual([])
})

test('a pin of a version that was released says nothing, of any other is refused', () => {
  const pinned = (to: string) =>
    reported({ ...base, modelDigests: { 'mistral:7b': to } }, { ...embedding, 'mistral:7b': released })
  expect(pinned(digest('b'))).toEqual([])
  expect(pinned(digest('c'))).toEqual([
    `error tenants/aa.ts modelDigests.mistral:7b: ${digest('c')} was never released: nothing says that both regions have it → release it: npx paddock models release mistral:7b ${digest('c')}; or pin ${digest('a')} or ${digest('b')}`,
  ])
})

test('a pointer that was moved by hand to what was never released is refused', () => {
  const moved = { 'mistral:7b': { ...released, current: digest('c') } }
  expect(reported(base, { ...embedding, ...moved })).toEqual([
    `error lib/catalog/model-releases.json mistral:7b.current: ${digest('c')} is not among its released versions → set it to ${digest('a')} or ${digest('b')}`,
  ])
})
