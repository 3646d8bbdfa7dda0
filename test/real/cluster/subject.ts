import { join } from 'node:path'
import type { KubeObject } from '../../../lib/kube/object.ts'
import { loadSpecs } from '../../../lib/pipeline/load.ts'
import type { ClusterSpec, TenantSpec } from '../../../lib/spec/index.ts'
import { type Cluster, joinCluster, startControlPlane } from './control-plane.ts'
import { type Document, readDist } from './dist.ts'
import { cpuNodes } from './nodes.ts'
import { prepare } from './sync.ts'
import { isAggregated, unasked } from './unasked.ts'
import { type SyncPlan, syncPlan } from './waves.ts'

const root = new URL('../../..', import.meta.url).pathname
const environment = (name: string) => process.env[name] ?? ''

/** Folder of `run` for everything that is written. */
export const work = environment('PADDOCK_CLUSTER_WORK')

/** A cluster of the specs, its dist, and how that is applied. */
export interface Subject {
  readonly name: string
  readonly spec: ClusterSpec
  readonly dist: readonly Document[]
  readonly objects: readonly KubeObject[]
  /** Aggregated APIs as dist has them: `dist` here has them as the server's own. */
  readonly aggregated: readonly Document[]
  readonly plan: SyncPlan
  /** All that a sync applies. */
  readonly applied: readonly Document[]
  /** Tenants with a namespace here, including those whose standby is here. */
  readonly tenants: readonly TenantSpec[]
  /** Tenants whose pods run. */
  readonly active: readonly TenantSpec[]
  readonly tenantNamespaces: readonly string[]
  /** Namespaces in which no tenant's people have a role. */
  readonly platformNamespaces: readonly string[]
}

/** The clusters that `run` was asked to prove: all unless some are named. */
export async function subjects(): Promise<readonly Subject[]> {
  const specs = await loadSpecs(root)
  const wanted = environment('PADDOCK_CLUSTERS')
    .split(' ')
    .filter((name) => name !== '')
  const tenants = specs.tenants.map(({ spec }) => spec)
  return specs.clusters
    .map(({ spec }) => spec)
    .filter(({ name }) => wanted.length === 0 || wanted.includes(name))
    .map((spec) => subject(spec, tenants))
}

function subject(spec: ClusterSpec, all: readonly TenantSpec[]): Subject {
  const committed = readDist(join(root, 'dist'), spec.name)
  const dist = committed.map(unasked)
  const plan = syncPlan(dist)
  const cells = spec.kind === 'hub' ? {} : spec.cells
  const made = dist
    .filter(({ object }) => object.kind === 'Namespace')
    .map(({ object }) => object.metadata.name)
  const tenants = all.filter(({ id }) => made.includes(`tenant-${id}`))
  const tenantNamespaces = tenants.map(({ id }) => `tenant-${id}`)
  const given = ['argocd', 'default', 'kube-system']
  return {
    name: spec.name,
    spec,
    dist,
    objects: dist.map(({ object }) => object),
    aggregated: committed.filter(isAggregated),
    plan,
    applied: plan.steps.flatMap(({ documents }) => documents),
    tenants,
    active: tenants.filter(({ cell, state = 'active' }) => Object.hasOwn(cells, cell) && state === 'active'),
    tenantNamespaces,
    platformNamespaces: [...new Set([...given, ...made])].filter((name) => !tenantNamespaces.includes(name)),
  }
}

/** A control plane for it, or the cluster that is there, with what is in a cluster before the first sync. */
export async function openCluster({ name, spec, dist }: Subject): Promise<Cluster> {
  const folder = join(work, name)
  const binaries = environment('PADDOCK_KUBERNETES')
  const kubeconfig = environment('PADDOCK_KUBECONFIG')
  const cluster = await (kubeconfig === ''
    ? startControlPlane(binaries, folder)
    : joinCluster(binaries, folder, kubeconfig))
  await prepare(cluster, spec, dist)
  for (const node of cpuNodes(spec)) await cluster.api.send('POST', '/api/v1/nodes', node)
  return cluster
}
