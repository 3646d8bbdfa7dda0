import { describe, expect, test } from 'vitest'
import type { DeploymentRuntimeConfig } from '../../charts/platform/crossplane-core/kinds/pkg.crossplane.io/DeploymentRuntimeConfig-v1beta1.ts'
import type { KubeObject } from '../../lib/kube/object.ts'
import { containerBreaches } from '../../lib/verify/policy/containers.ts'
import { readDist } from '../support/dist.ts'

describe.each(['hub', 'us-east-1'])('in %s', (cluster) => {
  const objects = readDist(`${cluster}/platform/crossplane`)
    .filter(({ path }) => !path.includes('-crds/'))
    .flatMap((file) => file.objects)
  const ofKind = (kind: string) => objects.filter((one) => one.kind === kind)
  const runtimes = ofKind('DeploymentRuntimeConfig').map((one) => one as KubeObject & DeploymentRuntimeConfig)

  test('every package runs as a runtime config says, and each of those restricted', () => {
    const named = [...ofKind('Provider'), ...ofKind('Function')].map(
      ({ spec }) => (spec as { runtimeConfigRef?: { name: string } }).runtimeConfigRef?.name,
    )
    expect([...new Set(named)].sort()).toEqual(runtimes.map(({ metadata }) => metadata.name).sort())
    for (const { metadata, spec } of runtimes) {
      const pod = spec?.deploymentTemplate?.spec?.template.spec
      const [container, ...others] = pod?.containers ?? []
      expect(others).toEqual([])
      expect(container?.name).toBe('package-runtime')
      // The core fills in the image, pinned by the package.
      const image = 'docker.io/library/any:1.0'
      const filled = { ...container, name: 'package-runtime', image }
      expect(containerBreaches({ ...pod, containers: [filled] }, filled, metadata.name)).toEqual([])
    }
  })

  test('the core may touch exactly the kinds of its own whose CRDs are there, by no wildcard', () => {
    const crds = readDist(`${cluster}/platform/crossplane-crds`).flatMap((file) => file.objects)
    const [role] = ofKind('ClusterRole').filter(({ metadata }) =>
      metadata.name.endsWith('aggregate-to-crossplane'),
    )
    const rules = role?.['rules'] as { apiGroups: string[]; resources: string[]; verbs: string[] }[]
    const own = rules
      .filter(({ apiGroups }) => apiGroups[0]?.endsWith('crossplane.io'))
      .flatMap(({ apiGroups: [group], resources }) =>
        resources.filter((one) => !one.includes('/')).map((one) => `${one}.${group}`),
      )
    expect(own.sort()).toEqual(crds.map(({ metadata }) => metadata.name).sort())
    expect(JSON.stringify(rules)).not.toContain('"*"')
  })

  test('what is of a package’s kind is not asked for in a dry run before the package is there', () => {
    const late = objects.filter(({ kind }) => kind === 'ProviderConfig')
    expect(late.length).toBeGreaterThan(1)
    for (const { metadata } of late)
      expect(metadata.annotations).toMatchObject({
        'argocd.argoproj.io/sync-options': 'SkipDryRunOnMissingResource=true',
      })
  })

  test('no managed kind is switched on but by the policy: the first run gets no activation', () => {
    const [init] = ofKind('Job')
    const spec = init?.['spec'] as { template: { spec: { containers: { args: string[] }[] } } } | undefined
    expect(spec?.template.spec.containers.map(({ args }) => args)).toEqual([['core', 'init']])
    expect(ofKind('ManagedResourceActivationPolicy')).toHaveLength(1)
  })
})
