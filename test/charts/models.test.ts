import { expect, test, vi } from 'vitest'
import type { KubeObject } from '../../lib/kube/object.ts'
import { tenantManifests } from '../../lib/pipeline/units.ts'
import { resolveCluster } from '../../lib/resolve/cluster.ts'
import { resolvePlaced } from '../../lib/resolve/placed.ts'
import { resolveTenant } from '../../lib/resolve/tenant.ts'
import { completeCluster, completeTenant } from '../../lib/spec/complete.ts'
import type { CompleteTenantClusterSpec, TenantSpec } from '../../lib/spec/index.ts'
import local from '../fleet/clusters/local.ts'
import usEast1 from '../fleet/clusters/us-east-1.ts'
import usWest2 from '../fleet/clusters/us-west-2.ts'

const released = `sha256:${'a'.repeat(64)}`
const pinned = `sha256:${'b'.repeat(64)}`
vi.mock('../../lib/catalog/model-releases.ts', () => ({
  releasedDigest: (name: string) => (name === 'mistral:7b' ? released : undefined),
}))

const cluster = completeCluster(usEast1) as CompleteTenantClusterSpec
const base: TenantSpec = {
  id: 'aa',
  tier: 'standard',
  cell: 'us-east-1-a',
  models: ['mistral:7b'],
  contacts: { owner: 'it@a.example' },
}
const library = 'registry.ollama.ai/library'

function drawn(more: object, of = cluster): KubeObject[] {
  const tenant = resolveTenant(completeTenant({ ...base, ...more } as TenantSpec), of)
  return tenantManifests(tenant, resolveCluster(of)).flatMap(({ objects }) => objects)
}
const jobs = (objects: readonly KubeObject[]) =>
  objects.filter(({ kind, metadata }) => kind === 'Job' && metadata.name.startsWith('fill-models'))

/** The list of models of a pod's first container or, of a server, its first init container. */
function models({ spec }: KubeObject): string | undefined {
  interface Container {
    env: { name: string; value?: string }[]
  }
  const { initContainers, containers } = (
    spec as { template: { spec: { containers: Container[]; initContainers?: Container[] } } }
  ).template.spec
  return (initContainers ?? containers)[0]?.env.find(({ name }) => name === 'MODELS')?.value
}

test('a tenant has what is released, or what it pins, and its servers wait for the very same', () => {
  const listOf = (more: object) => {
    const objects = drawn(more)
    const servers = objects.filter(
      ({ kind, metadata }) => kind === 'Deployment' && /^ollama/.test(metadata.name),
    )
    const [job] = jobs(objects)
    if (!job) throw new Error('no Job')
    expect(servers.map(models).join('\n').split('\n').sort()).toEqual(models(job)?.split('\n').sort())
    return models(job)
  }
  const embedding = `${library}/nomic-embed-text/latest -`
  expect(listOf({})).toBe(`${library}/mistral/7b ${released}\n${embedding}`)
  expect(listOf({ modelDigests: { 'mistral:7b': pinned } })).toBe(
    `${library}/mistral/7b ${pinned}\n${embedding}`,
  )
})

test('another version is another Job, the same list is the same Job', () => {
  const name = (more: object) => jobs(drawn(more))[0]?.metadata.name
  expect(name({ modelDigests: { 'mistral:7b': pinned } })).not.toBe(name({}))
  expect(name({ displayName: 'Other' })).toBe(name({}))
})

test('volumes are filled where tenants run or stand by, and where they do neither are not', () => {
  expect(jobs(drawn({}))).toHaveLength(1)
  for (const state of ['suspended', 'offboarding', 'deleted']) expect(jobs(drawn({ state }))).toEqual([])
  const standby = (more: object) => {
    const placement = {
      cluster: completeCluster(usWest2) as CompleteTenantClusterSpec,
      home: 'elsewhere',
      role: 'standby',
    } as const
    const tenant = resolvePlaced(completeTenant({ ...base, ...more } as TenantSpec), placement)
    return jobs(
      tenantManifests(tenant, resolveCluster(completeCluster(usWest2))).flatMap(({ objects }) => objects),
    )
  }
  expect(standby({})).toHaveLength(1)
  for (const state of ['suspended', 'offboarding', 'deleted']) expect(standby({ state })).toEqual([])
})

test('a laptop pulls instead, and is held to no release', () => {
  const objects = drawn({ cell: 'local-a' }, completeCluster(local) as CompleteTenantClusterSpec)
  expect(jobs(objects)).toEqual([])
  const server = objects.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'ollama-cpu')
  if (!server) throw new Error('no server')
  expect(models(server)).toContain(`${library}/mistral/7b -`)
})
