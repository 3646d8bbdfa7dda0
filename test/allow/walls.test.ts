import { App } from 'cdk8s'
import { describe, expect, test } from 'vitest'
import { drawArgocd } from '../../charts/argocd/index.ts'
import { charts } from '../../charts/platform/tenant-admission/index.ts'
import { admissionPolicies, admittedKinds, resourceName } from '../../lib/kube/allow/admission.ts'
import { derivedKinds } from '../../lib/kube/allow/derived.ts'
import { tenantKinds } from '../../lib/kube/allow/tenant.ts'
import { chartObjects } from '../../lib/kube/draw.ts'
import { refusals } from './admit.ts'
import { planted } from './planted.ts'
import { cluster, objects } from './tenant.ts'

const inNamespace = objects.filter(({ metadata }) => metadata.namespace === 'tenant-planted')

describe('the API server’s wall', () => {
  test('accepts the tenant’s own objects', () => {
    const all = [...inNamespace, ...objects.filter(({ kind }) => kind === 'Namespace')]
    const refused = all
      .map((one) => [one.kind, one.metadata.name, ...refusals(one)])
      .filter((one) => one.length > 2)
    expect(refused).toEqual([])
  })

  test('refuses what the verifier refuses', () => {
    const both = planted.filter(({ wall }) => wall === 'git and api server')
    expect(both.length).toBeGreaterThanOrEqual(120)
    const passed = both.filter(({ object }) => refusals(object).length === 0).map(({ what }) => what)
    expect(passed).toEqual([])
  })
})

describe('one table', () => {
  test('has a policy for each kind, and a list of kinds', () => {
    const kinds = tenantKinds.map(resourceName)
    expect(new Set(kinds).size).toBe(kinds.length)
    const policies = admissionPolicies.map(({ name }) => name)
    expect(policies).toEqual(expect.arrayContaining(kinds))
    const rest = policies.filter((name) => !kinds.includes(name))
    expect(rest.sort()).toEqual(['ephemeralcontainers', 'kinds', 'namespaces', 'pods'])
    expect([...admittedKinds].sort()).toEqual([...kinds, ...Object.keys(derivedKinds)].sort())
  })

  test('is the list of kinds that a tenant’s project permits', () => {
    const project = objects.find(({ kind }) => kind === 'AppProject')
    expect(project?.['spec']).toMatchObject({
      namespaceResourceWhitelist: tenantKinds.map(({ group, kind }) => ({ group, kind })),
      clusterResourceWhitelist: [{ group: '', kind: 'Namespace', name: 'tenant-planted' }],
    })
  })

  test('gives the parent of tenants a project of two kinds in one namespace', () => {
    const drawn = drawArgocd(new App(), cluster).flatMap(chartObjects)
    const parent = drawn.find(({ kind, metadata }) => kind === 'Application' && metadata.name === 'tenants')
    expect(parent?.['spec']).toMatchObject({ project: 'tenants' })
    const project = drawn.find(({ kind, metadata }) => kind === 'AppProject' && metadata.name === 'tenants')
    const { description: _, sourceRepos: __, ...spec } = (project?.['spec'] ?? {}) as Record<string, unknown>
    expect(spec).toEqual({
      destinations: [{ namespace: 'argocd', server: 'https://kubernetes.default.svc' }],
      namespaceResourceWhitelist: [
        { group: 'argoproj.io', kind: 'AppProject' },
        { group: 'argoproj.io', kind: 'Application' },
      ],
    })
  })

  test('makes policies that refuse when they cannot be computed, each bound to deny', () => {
    const drawn = charts(new App(), cluster).flatMap(chartObjects)
    const policies = drawn.filter(({ kind }) => kind === 'ValidatingAdmissionPolicy')
    // Besides those of the table, the gate of a last export.
    const gate = policies.filter(({ metadata }) => metadata.name === 'paddock-tenant-export-first')
    expect(policies).toHaveLength(admissionPolicies.length + gate.length)
    expect(gate).toHaveLength(1)
    const bindings = drawn.filter(({ kind }) => kind === 'ValidatingAdmissionPolicyBinding')
    expect(policies.map(({ spec }) => (spec as { failurePolicy: string }).failurePolicy)).toEqual(
      policies.map(() => 'Fail'),
    )
    expect(bindings.map(({ spec }) => spec)).toMatchObject(
      policies.map(({ metadata }) => ({ policyName: metadata.name, validationActions: ['Deny'] })),
    )
  })
})
