import { App } from 'cdk8s'
import { expect, test } from 'vitest'
import { exportGateChart } from '../../charts/platform/tenant-admission/export-gate.ts'
import type { KubeObject } from '../../lib/kube/object.ts'
import { tenantManifests } from '../../lib/pipeline/units.ts'
import { resolveCluster } from '../../lib/resolve/cluster.ts'
import { resolveTenant } from '../../lib/resolve/tenant.ts'
import { completeTenant } from '../../lib/spec/complete.ts'
import { clusters, plain } from '../support/fleet.ts'

const cluster = resolveCluster(clusters.east)
const gate = exportGateChart(new App(), cluster).toJson() as KubeObject[]
const objectsOf = (state: 'active' | 'suspended' | 'offboarding' | 'deleted') =>
  tenantManifests(resolveTenant(completeTenant({ ...plain, state }), clusters.east), cluster).flatMap(
    ({ objects }) => objects,
  )
const waveOf = ({ metadata }: KubeObject) =>
  Number(metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0)

interface Policy {
  readonly paramKind: object
  readonly matchConstraints: {
    readonly namespaceSelector: { readonly matchLabels: Readonly<Record<string, string>> }
    readonly resourceRules: readonly {
      readonly resources: readonly string[]
      readonly resourceNames: readonly string[]
      readonly operations: readonly string[]
    }[]
  }
}
interface Binding {
  readonly paramRef: {
    readonly parameterNotFoundAction: string
    readonly selector: { readonly matchLabels: Readonly<Record<string, string>> }
  }
  readonly validationActions: readonly string[]
}
const [policy, binding] = gate.map(({ spec }) => spec) as [Policy, Binding]
const carries = ({ metadata }: KubeObject, labels: Readonly<Record<string, string>>) =>
  Object.entries(labels).every(([key, value]) => metadata.labels?.[key] === value)

test.each(['offboarding', 'deleted'] as const)(
  '%s: the gate applies, to an object that is deleted first',
  (state) => {
    const objects = objectsOf(state)
    const namespace = objects.find(({ kind }) => kind === 'Namespace') as KubeObject
    expect(carries(namespace, policy.matchConstraints.namespaceSelector.matchLabels)).toBe(true)
    const [rule] = policy.matchConstraints.resourceRules
    expect(rule).toMatchObject({ resources: ['configmaps'], operations: ['DELETE'] })
    const first = objects.find(
      ({ kind, metadata }) => kind === 'ConfigMap' && rule?.resourceNames.includes(metadata.name),
    ) as KubeObject
    // Argo CD deletes waves from the last to the first, and one after the other.
    const later = objects.filter((one) => waveOf(one) >= waveOf(first))
    expect(
      later.map(({ kind, metadata }) => `${kind}/${metadata.name.replace(/-[0-9a-f]{8}$/, '')}`).sort(),
    ).toEqual(['ConfigMap/export-gate'])
  },
)

test('it asks for the last export of the same namespace, and refuses without one', () => {
  expect(policy.paramKind).toEqual({ apiVersion: 'batch/v1', kind: 'Job' })
  expect(binding).toMatchObject({
    paramRef: { parameterNotFoundAction: 'Deny' },
    validationActions: ['Deny'],
  })
  const jobs = objectsOf('deleted').filter(({ kind }) => kind === 'Job')
  const asked = jobs.filter((job) => carries(job, binding.paramRef.selector.matchLabels))
  expect(asked.map(({ metadata }) => metadata.name.replace(/-[0-9a-f]{8}$/, ''))).toEqual(['last-export'])
})

test.each(['active', 'suspended'] as const)('%s: the gate does not apply', (state) => {
  const namespace = objectsOf(state).find(({ kind }) => kind === 'Namespace') as KubeObject
  expect(carries(namespace, policy.matchConstraints.namespaceSelector.matchLabels)).toBe(false)
})
