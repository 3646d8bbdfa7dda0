import { durations } from '../catalog/recovery.ts'
import { longestWake } from '../catalog/waits.ts'
import { error, type Finding } from '../findings/finding.ts'
import { gpuReplicas } from '../resolve/gpu-scale.ts'
import { modelServers } from '../resolve/model-server.ts'
import { neededWakeSeconds } from '../resolve/wake.ts'
import type { TenantFile } from './fleet.ts'

/**
 * A request that wakes a GPU server waits as long as the server needs: its node boots, its models are read and tried
 * out. The time-outs around the wait end at {@link longestWake}.
 */
export function checkWake({ file, spec, written }: TenantFile): Finding[] {
  const server = modelServers(spec).find(({ nodeClass }) => nodeClass === 'gpu')
  if (!server || spec.tier !== 'premium') return []
  const sleeps = gpuReplicas(spec).min === 0
  if (spec.wakeSeconds !== undefined && !sleeps)
    return [
      error('no-effect', { file, field: 'wakeSeconds' }, { problem: 'wake', min: gpuReplicas(spec).min }),
    ]
  if (!sleeps) return []
  const needed = neededWakeSeconds(spec)
  const parts = { needed, boot: durations.gpuNodeBoot.seconds, models: server.models }
  if (needed > longestWake) {
    const field = written.tier === 'premium' && written.gpuReplicas ? 'gpuReplicas.min' : 'models'
    return [error('wake-budget', { file, field }, { problem: 'long', ...parts, longest: longestWake })]
  }
  return spec.wakeSeconds !== undefined && spec.wakeSeconds < needed
    ? [
        error(
          'wake-budget',
          { file, field: 'wakeSeconds' },
          { problem: 'short', ...parts, given: spec.wakeSeconds },
        ),
      ]
    : []
}
