import type { CompleteTenantClusterSpec, CompleteTenantSpec } from '../spec/index.ts'
import { modelServers } from './model-server.ts'
import { mostReplicas, usersPerModelReplica } from './replica-users.ts'

/** Name of the gateway in front of a model server that scales to zero. */
export const gatewayName = 'model-gateway'
/** Port at which the interceptor counts requests; KEDA alone reads it. */
export const gatewayCountsPort = 9090

/** Fewest and most replicas of a tenant's GPU server: by default none while nobody asks, and as many as its users need. */
export function gpuReplicas(spec: CompleteTenantSpec): { readonly min: number; readonly max: number } {
  if (spec.tier === 'premium' && spec.gpuReplicas) return spec.gpuReplicas
  const needed = Math.ceil(spec.expectedUsers / usersPerModelReplica(spec))
  return { min: 0, max: Math.min(mostReplicas.gpuServer, needed) }
}

/**
 * Whether a tenant's GPU server scales to zero, so that requests to it pass the gateway that wakes it. A laptop has
 * neither the autoscaler nor the gateway: its server keeps a replica.
 */
export function sleeps(spec: CompleteTenantSpec, cluster: Pick<CompleteTenantClusterSpec, 'kind'>): boolean {
  return (
    cluster.kind === 'regional' &&
    gpuReplicas(spec).min === 0 &&
    modelServers(spec).some(({ nodeClass }) => nodeClass === 'gpu')
  )
}
