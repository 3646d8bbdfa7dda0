import { expect, test } from 'vitest'
import type { Job } from '../../lib/kube/types/kubernetes.ts'
import { tenantManifests } from '../../lib/pipeline/units.ts'
import { resolveCluster } from '../../lib/resolve/cluster.ts'
import { resolveTenant } from '../../lib/resolve/tenant.ts'
import { completeTenant } from '../../lib/spec/complete.ts'
import { clusters, plain } from '../support/fleet.ts'

const jobsOf = (state: 'active' | 'offboarding') =>
  tenantManifests(
    resolveTenant(completeTenant({ ...plain, state }), clusters.east),
    resolveCluster(clusters.east),
  )
    .flatMap(({ objects }) => objects)
    .filter(({ kind }) => kind === 'Job') as unknown as Job[]
const all = [...jobsOf('active'), ...jobsOf('offboarding')]
const named = (begins: string) => all.filter(({ metadata }) => metadata?.name?.startsWith(begins))

test.each(['migrate', 'fill-models', 'database-', 'export'])(
  '%s: the next sync makes it anew, and only a pod that runs has a limit',
  (begins) => {
    expect(named(begins).length).toBeGreaterThan(0)
    for (const { metadata, spec } of named(begins)) {
      expect(metadata?.annotations).toMatchObject({
        'argocd.argoproj.io/sync-options': 'Force=true,Replace=true',
      })
      expect(spec).not.toHaveProperty('activeDeadlineSeconds')
      expect(spec?.template.spec?.activeDeadlineSeconds).toBeGreaterThan(0)
    }
  },
)

test('the hook of a deletion is no part of a sync: Argo CD itself makes it anew when it failed', () => {
  for (const { metadata } of named('last-export')) {
    expect(metadata?.annotations).toEqual({ 'argocd.argoproj.io/hook': 'PreDelete' })
  }
})
