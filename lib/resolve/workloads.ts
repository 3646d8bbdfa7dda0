import type { CompleteTenantSpec } from '../spec/index.ts'
import type { ResolvedExport, ResolvedStorage } from './data-types.ts'
import { gatewayName } from './gpu-scale.ts'
import { gatewayScale } from './model-gateway.ts'
import { migratePod } from './open-webui.ts'
import type {
  PodResources,
  ResolvedBus,
  ResolvedGateway,
  ResolvedOllama,
  ResolvedOpenWebui,
  ResolvedWorkload,
} from './pod-types.ts'

/** The workloads of the namespace, as quota and capacity count them, including those of a suspended tenant. */
export function resolveWorkloads(
  spec: CompleteTenantSpec,
  parts: {
    openWebui: ResolvedOpenWebui
    ollama: readonly ResolvedOllama[]
    gateway?: ResolvedGateway
    bus?: ResolvedBus
    storage: ResolvedStorage
    export?: ResolvedExport
  },
): readonly ResolvedWorkload[] {
  const running = spec.state === 'active'
  const scaled = ({
    name,
    nodeClass,
    scale,
    pod,
  }: Pick<ResolvedOllama, 'nodeClass' | 'scale' | 'pod'> & { name: string }) => ({
    name,
    nodeClass,
    guaranteedPods: running ? scale.min : 0,
    // Old pods count until they have ended, which takes minutes: a rollout that the quota holds back is tried again
    // after pauses that double each time. At the worst a whole generation ends while the next one starts.
    peakPods: 2 * scale.max + scale.surge,
    pod,
  })
  return [
    scaled({ ...parts.openWebui, name: 'open-webui', nodeClass: 'cpu' }),
    ...parts.ollama.map(scaled),
    ...(parts.gateway
      ? [scaled({ name: gatewayName, nodeClass: 'cpu', scale: gatewayScale, pod: parts.gateway.pod })]
      : []),
    ...(parts.bus ? [scaled({ name: 'bus', nodeClass: 'cpu', scale: busScale, pod: parts.bus.pod })] : []),
    job('migrate', migratePod),
    ...(parts.storage.pull ? [job('pull-models', parts.storage.pull.pod)] : []),
    ...(parts.storage.fill ? [job('fill-models', parts.storage.fill.pod)] : []),
    ...(parts.export ? [job('export', parts.export.pod)] : []),
  ]
}

/** One pod: two would be two buses, and each holds what the other lacks. In a rollout the next one starts first. */
export const busScale = { min: 1, max: 1, surge: 1, cpuPercent: 70 } as const

/** A failed Job's pod may still be ending while the next one starts. */
function job(name: string, pod: PodResources): ResolvedWorkload {
  return { name, nodeClass: 'cpu', guaranteedPods: 0, peakPods: 2, pod }
}
