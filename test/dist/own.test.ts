import { describe, expect, test } from 'vitest'
import { clusterWideKinds, hasKind } from '../../lib/kube/own-kinds.ts'
import { readDist } from '../support/dist.ts'
import { clusters, tenants } from '../support/subject.ts'

interface ProjectSpec {
  readonly destinations: readonly { readonly namespace: string }[]
  readonly clusterResourceWhitelist: readonly { readonly kind: string; readonly name?: string }[]
  readonly namespaceResourceWhitelist: readonly { readonly group: string; readonly kind: string }[]
}

const cases = clusters.flatMap(({ name: cluster }) =>
  [...new Set(readDist(`${cluster}/own/`).map(({ path }) => path.split('/')[2] ?? ''))].map((name) => ({
    cluster,
    name,
  })),
)

describe.each(cases)('own chart $name of $cluster', ({ cluster, name }) => {
  const objects = readDist(`${cluster}/own/${name}/`).flatMap((file) => file.objects)
  const argocd = readDist(`${cluster}/argocd/own-${name}.yaml`).flatMap((file) => file.objects)
  const project = argocd.find(({ kind }) => kind === 'AppProject')?.['spec'] as ProjectSpec

  test('has a restricted namespace of its own, which is closed both ways and guarded', () => {
    const made = objects.filter(({ kind }) => kind === 'Namespace')
    expect(made.map(({ metadata }) => metadata)).toEqual([
      expect.objectContaining({
        name: `own-${name}`,
        labels: expect.objectContaining({ 'pod-security.kubernetes.io/enforce': 'restricted' }),
        annotations: expect.objectContaining({
          'argocd.argoproj.io/sync-options': 'Prune=confirm,Delete=confirm',
        }),
      }),
    ])
    const denied = objects.filter(
      ({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === 'deny-all',
    )
    expect(denied.map(({ spec }) => spec)).toEqual([{ podSelector: {}, policyTypes: ['Ingress', 'Egress'] }])
  })

  test('its project permits its namespace only, no kind by a pattern, and each cluster-wide object by its name', () => {
    expect(project.destinations.map((one) => one.namespace)).toEqual([`own-${name}`])
    expect(JSON.stringify(project.namespaceResourceWhitelist)).not.toContain('*')
    const wide = objects.filter((one) => one.kind === 'Namespace' || hasKind(clusterWideKinds, one))
    expect(project.clusterResourceWhitelist.map((one) => `${one.kind} ${one.name}`)).toEqual(
      wide.map(({ kind, metadata }) => `${kind} ${metadata.name}`),
    )
    for (const object of objects.filter((one) => !wide.includes(one)))
      expect([
        object.kind,
        object.metadata.name,
        hasKind(project.namespaceResourceWhitelist, object),
      ]).toEqual([object.kind, object.metadata.name, true])
  })

  test('names no tenant', () => {
    const text = JSON.stringify([objects, argocd])
    expect(tenants.map(({ id }) => id).filter((id) => text.includes(`tenant-${id}`))).toEqual([])
  })
})

test('each own chart has an Application below the parent of tenants, which has one wave', () => {
  const waves = readDist()
    .filter(({ path }) => /\/argocd\/own-[^/]+\.yaml$/.test(path))
    .flatMap(({ objects }) => objects)
    .map(({ metadata }) => Number(metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0))
  expect(new Set(waves).size).toBeLessThanOrEqual(1)
  expect(waves.filter((wave) => wave !== 0)).toEqual([])
})
