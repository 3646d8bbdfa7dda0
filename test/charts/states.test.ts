import { describe, expect, test } from 'vitest'
import type { KubeObject } from '../../lib/kube/object.ts'
import { tenantManifests } from '../../lib/pipeline/units.ts'
import { resolveCluster } from '../../lib/resolve/cluster.ts'
import { resolveTenant } from '../../lib/resolve/tenant.ts'
import { completeCluster, completeTenant } from '../../lib/spec/complete.ts'
import type { CompleteTenantClusterSpec, TenantSpec } from '../../lib/spec/index.ts'
import usEast1 from '../fleet/clusters/us-east-1.ts'

const cluster = completeCluster(usEast1) as CompleteTenantClusterSpec
type State = NonNullable<TenantSpec['state']>

function objects(state: State, displayName?: string): KubeObject[] {
  const spec: TenantSpec = {
    id: 'aa',
    tier: 'standard',
    cell: 'us-east-1-a',
    contacts: { owner: 'a@b.example' },
    state,
    ...(displayName ? { displayName } : {}),
  }
  return tenantManifests(resolveTenant(completeTenant(spec), cluster), resolveCluster(cluster)).flatMap(
    (one) => one.objects,
  )
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
/** Kinds with a tenant's data, or needed to restore it. */
const keeps = [
  'Namespace',
  'PersistentVolumeClaim',
  'PushSecret',
  'Password',
  'ExternalSecret',
  'SecretStore',
  'TenantCacheUser',
  'TenantSecrets',
  'TenantStorage',
  'Usage',
]

describe.each(['suspended', 'offboarding', 'deleted'] as const)('a tenant that is %s', (state) => {
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

describe('users of a tenant without compute see a page', () => {
  const page = (state: State, displayName?: string) => {
    const all = objects(state, displayName).filter(({ kind }) => kind === 'VirtualServer')
    return all.map(({ spec }) => (spec as { routes: object[] }).routes[0])
  }
  test('that says what is the matter and whom to ask, and is no success', () => {
    expect(page('suspended', 'Müller & Söhne')).toMatchInlineSnapshot(`
      [
        {
          "action": {
            "return": {
              "body": "<!doctype html><html lang='en'><head><meta charset='utf-8'><meta name='viewport' content='width=device-width, initial-scale=1'><title>Müller &#38; Söhne is paused</title></head><body style='font-family: sans-serif; margin: 15vh auto; max-width: 32em; padding: 0 1em'><h1>Müller &#38; Söhne is paused</h1><p>No data has been deleted. Please ask <a href='mailto:a@b.example'>a@b.example</a>.</p></body></html>",
              "code": 503,
              "headers": [
                {
                  "name": "Cache-Control",
                  "value": "no-store",
                },
                {
                  "name": "Retry-After",
                  "value": "3600",
                },
                {
                  "name": "Strict-Transport-Security",
                  "value": "max-age=31536000; includeSubDomains",
                },
                {
                  "name": "X-Content-Type-Options",
                  "value": "nosniff",
                },
                {
                  "name": "Referrer-Policy",
                  "value": "strict-origin-when-cross-origin",
                },
              ],
              "type": "text/html",
            },
          },
          "path": "/",
        },
      ]
    `)
    expect(JSON.stringify(page('offboarding'))).toContain('aa has been closed')
  })
  test('whatever their tenant is called, without a sign of HTML or NGINX in its name', () => {
    const body = JSON.stringify(page('suspended', `<b>"it's" $5 \\ {}`))
    expect(body).toContain(`<h1>&#60;b&#62;&#34;it&#39;s&#34; &#36;5 &#92; {} is paused</h1>`)
  })
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
      "TenantCacheUser",
      "TenantSecrets",
      "TenantStorage",
      "Usage",
    ]
  `)
})
