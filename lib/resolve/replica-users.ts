import { catalogModel } from '../catalog/models.ts'
import type { CompleteTenantSpec } from '../spec/index.ts'

/** Of this many users at the same time one waits for an answer; the others read or write. A planning figure of ours. */
export const usersPerAnswer = 10

/**
 * Users at the same time that one replica of a model server serves before answers queue. With a model that answers one
 * request at a time no setting lets its server answer more.
 *
 * @param perAnswer users of whom one waits for an answer
 */
export function usersPerModelReplica(spec: CompleteTenantSpec, perAnswer: number = usersPerAnswer): number {
  const oneByOne = spec.models.some((name) => catalogModel(name).parallel === 'one')
  return perAnswer * (oneByOne ? 1 : spec.inference.parallelRequests)
}

/** Users at the same time that one process of Open WebUI serves: it streams six answers. */
export const usersPerWebReplica = 60

/** Most replicas that a tenant's file may ask for, and that are computed from its users. */
export const mostReplicas = { openWebui: 20, cpuServer: 10, gpuServer: 10 } as const
