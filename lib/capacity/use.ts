import { instanceType } from '../catalog/instances.ts'
import { GiB } from '../catalog/units.ts'
import { gpuReplicas } from '../resolve/gpu-scale.ts'
import { gpuFits, modelServers } from '../resolve/model-server.ts'
import { amountsOf } from '../rules/amounts.ts'
import type { CompleteTenantClusterSpec, CompleteTenantSpec } from '../spec/index.ts'

/** Resources counted for each tenant, against a cell, a cluster or a region. */
export const dimensions = [
  'tenants',
  'connections',
  'databaseGiB',
  'filesGiB',
  'cacheUsers',
  'accessPoints',
  'podIdentities',
  'cpuCores',
  'cpuMemoryGiB',
  'gpuNodes',
  'databaseInstances',
  'cacheNodes',
  'secrets',
  'iamRoles',
  'platformHosts',
] as const

/** A thing that tenants take; `iamRoles` are counted where a tenant is, in each region; `platformHosts` are names below the cluster's own domain. */
export type Dimension = (typeof dimensions)[number]

/** Amounts that one tenant uses. */
export type Use = Readonly<Record<Dimension, number>>

/** Counts a tenant, active or not: what is suspended comes back. */
export function useOf(spec: CompleteTenantSpec, cluster: CompleteTenantClusterSpec): Use {
  const running = spec.state === 'active' ? spec : { ...spec, state: 'active' as const }
  const amounts = amountsOf(running, cluster)
  const dedicatedDatabase = spec.database === 'dedicated' ? 1 : 0
  const dedicatedCache = spec.cache === 'dedicated' ? 1 : 0
  return {
    tenants: 1,
    connections: amounts.connections,
    databaseGiB: amounts.databaseGiB,
    filesGiB: amounts.filesGiB,
    cacheUsers: 1 - dedicatedCache,
    accessPoints: 1,
    podIdentities: amounts.podIdentities,
    cpuCores: amounts.guaranteed.cpu.cpuMillis / 1000,
    cpuMemoryGiB: amounts.guaranteed.cpu.memoryBytes / GiB,
    gpuNodes: gpuNodes(spec, cluster),
    databaseInstances: dedicatedDatabase,
    cacheNodes: 2 * dedicatedCache,
    secrets: 1,
    iamRoles: 1,
    platformHosts: spec.hosts ? 0 : 1,
  }
}

/** Nodes that its GPU replicas fill when the fewest run, and one at least: they may all be asked at once. */
function gpuNodes(spec: CompleteTenantSpec, cluster: CompleteTenantClusterSpec): number {
  const server = modelServers(spec).find(({ nodeClass }) => nodeClass === 'gpu')
  if (!server || cluster.kind !== 'regional') return 0
  const fit = gpuFits(server, cluster.nodeGroups.gpu.types)[0]
  const replicas = Math.max(1, gpuReplicas(spec).min)
  return fit ? (replicas * fit.gpus) / (instanceType(fit.type).gpu?.count ?? fit.gpus) : 0
}
