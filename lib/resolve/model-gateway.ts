import { imageReference } from '../catalog/images.ts'
import { rings } from '../catalog/rings.ts'
import { MiB } from '../catalog/units.ts'
import type { CompleteTenantClusterSpec, CompleteTenantSpec } from '../spec/index.ts'
import { endTimes } from './end-times.ts'
import { gatewayName, sleeps } from './gpu-scale.ts'
import { ollamaPort } from './ollama.ts'
import type { PodResources, ResolvedGateway, ResolvedOllama } from './pod-types.ts'
import { servingTimes } from './serving-times.ts'
import { timeouts } from './timeouts.ts'
import { wakeSeconds } from './wake.ts'

/** Port of the interceptor; nginx in the same pod alone connects to it. */
export const interceptorPort = 8080

/** nginx, which answers questions about the models while their server sleeps. */
const nginx: PodResources = {
  cpuMillis: 20,
  memoryBytes: 32 * MiB,
  memoryLimitBytes: 128 * MiB,
  ephemeralBytes: 64 * MiB,
  gpus: 0,
}

/** The interceptor: 45 MiB with 200 held requests (measured, `npm run verify:serving`). */
const interceptor: PodResources = {
  cpuMillis: 30,
  memoryBytes: 64 * MiB,
  memoryLimitBytes: 256 * MiB,
  ephemeralBytes: 64 * MiB,
  gpus: 0,
}

/** Two pods: one ends while the other holds requests. */
export const gatewayScale = { min: 2, max: 2, surge: 1, cpuPercent: 70 } as const

/** Address of the gateway in its tenant's namespace. */
export const gatewayUrl = `http://${gatewayName}:${ollamaPort}`

/** Resolves the gateway of a tenant whose GPU server scales to zero; undefined for others. */
export function resolveGateway(
  spec: CompleteTenantSpec,
  cluster: CompleteTenantClusterSpec,
  ollama: readonly ResolvedOllama[],
): ResolvedGateway | undefined {
  const server = ollama.find(({ nodeClass }) => nodeClass === 'gpu')
  if (!server || !sleeps(spec, cluster)) return undefined
  const wake = wakeSeconds(spec)
  const { leave, stop } = servingTimes
  return {
    server: server.name,
    serverVersion: rings[spec.ring].ollama,
    models: server.models,
    nginx: { image: imageReference('nginx'), container: nginx },
    interceptor: { image: imageReference('http-add-on-interceptor'), container: interceptor },
    pod: {
      cpuMillis: nginx.cpuMillis + interceptor.cpuMillis,
      memoryBytes: nginx.memoryBytes + interceptor.memoryBytes,
      memoryLimitBytes: nginx.memoryLimitBytes + interceptor.memoryLimitBytes,
      ephemeralBytes: nginx.ephemeralBytes + interceptor.ephemeralBytes,
      gpus: 0,
    },
    requestsPerReplica: spec.inference.parallelRequests,
    wakeSeconds: wake,
    readSeconds: timeouts.gatewayRead(wake),
    responseHeaderSeconds: timeouts.responseHeader,
    // As long as a node waits for its pods: a held request that takes longer is cut.
    drainSeconds: endTimes.grace - leave - stop,
    graceSeconds: endTimes.grace,
  }
}
