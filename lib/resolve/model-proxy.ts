import { MiB } from '../catalog/units.ts'
import { type ModelServer, serverResources } from './model-server.ts'
import type { PodResources } from './pod-types.ts'

/** Requests of the proxy of a model server: nginx with 200 busy connections needs 16 MiB (measured). */
export const proxyResources: PodResources = {
  cpuMillis: 50,
  memoryBytes: 32 * MiB,
  memoryLimitBytes: 128 * MiB,
  // Its access log, until the kubelet rotates it.
  ephemeralBytes: 64 * MiB,
  gpus: 0,
}

/** Requests of a model server's pod: the sum of its server's and its proxy's, as scheduler and quota count them. */
export function serverPod(server: ModelServer, gpus: number): PodResources {
  const container = serverResources(server, gpus)
  return {
    cpuMillis: container.cpuMillis + proxyResources.cpuMillis,
    memoryBytes: container.memoryBytes + proxyResources.memoryBytes,
    memoryLimitBytes: container.memoryLimitBytes + proxyResources.memoryLimitBytes,
    ephemeralBytes: container.ephemeralBytes + proxyResources.ephemeralBytes,
    gpus,
  }
}
