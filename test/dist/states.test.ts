import { describe, expect, test } from 'vitest'
import usEast1 from '../../clusters/us-east-1.ts'
import type { KubeObject } from '../../lib/kube/object.ts'
import { tenantManifests } from '../../lib/pipeline/units.ts'
import { resolveCluster } from '../../lib/resolve/cluster.ts'
import { resolveTenant } from '../../lib/resolve/tenant.ts'
import type { TenantClusterSpec, TenantSpec } from '../../lib/spec/index.ts'

const cluster = usEast1 as TenantClusterSpec
type State = NonNullable<TenantSpec['state']>

function objects(state: State): KubeObject[] {
  const spec: TenantSpec = {
    id: 'aa',
    tier: 'standard',
    cell: 'us-east-1-a',
    contacts: { owner: 'a@b.example' },
    state,
  }
  return tenantManifests(resolveTenant(spec, cluster), resolveCluster(cluster)).flatMap((one) => one.objects)
}

const named = (all: readonly KubeObject[]) =>
  all.map(({ kind, metadata }) => `${kind}/${metadata.name.replace(/-[0-9a-f]{8}$/, '')}`).sort()
const replicas = (all: readonly KubeObject[]) =>
  Object.fromEntries(
    all
      .filter(({ kind }) => kind === 'Deployment')
      .map(({ metadata, spec }) => [metadata.name, (spec as { replicas?: number }).replicas ?? 'scaled']),
  )
const active = objects('active')
/** What holds a tenant's data or the way back to it. */
const keeps = [
  'Namespace',
  'PersistentVolumeClaim',
  'PushSecret',
  'Password',
  'ExternalSecret',
  'SecretStore',
]

describe.each(['suspended', 'offboarding'] as const)('a tenant that is %s', (state) => {
  const all = objects(state)
  test('runs no pod that serves, and nothing scales it up again', () => {
    expect(Object.values(replicas(all)).every((count) => count === 0)).toBe(true)
    expect(all.filter(({ kind }) => kind === 'HorizontalPodAutoscaler')).toEqual([])
  })
  test('keeps everything that holds data', () => {
    const kept = (list: readonly KubeObject[]) => named(list.filter(({ kind }) => keeps.includes(kind)))
    expect(kept(all)).toEqual(expect.arrayContaining(kept(active)))
  })
  test('migrates nothing', () => {
    expect(named(all)).not.toContain('Job/migrate')
  })
})

test('a suspended tenant’s hosts say so instead of failing', () => {
  const server = objects('suspended').find(({ kind }) => kind === 'VirtualServer')
  expect(JSON.stringify(server)).toMatch(/"code":503/)
})

test('only an offboarding tenant is exported', () => {
  const exports = (state: State) => named(objects(state)).filter((name) => name.includes('export'))
  expect(exports('active')).toEqual(exports('suspended'))
  expect(exports('offboarding').length).toBeGreaterThan(exports('active').length)
  expect(exports('offboarding')).toContain('Job/export')
})

test('what holds data is deleted only after a person has confirmed it', () => {
  const guarded = active
    .filter(({ metadata }) =>
      metadata.annotations?.['argocd.argoproj.io/sync-options']?.includes('Prune=confirm'),
    )
    .map(({ kind }) => kind)
  expect([...new Set(guarded)].sort()).toMatchInlineSnapshot(`
    [
      "Namespace",
      "PersistentVolumeClaim",
      "PushSecret",
    ]
  `)
})
