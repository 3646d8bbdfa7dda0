import type { CompleteTenantSpec } from '../spec/index.ts'
import { modelServers } from './model-server.ts'
import { startMinutes } from './model-start.ts'

/** The time that a GPU server needs from nothing: its node boots, its models are read and tried out. Seconds. */
export function neededWakeSeconds(spec: CompleteTenantSpec): number {
  const server = modelServers(spec).find(({ nodeClass }) => nodeClass === 'gpu')
  return server ? 60 * startMinutes('gpu', server.models, 'boots') : 0
}

/** The longest that a request waits for it. Seconds. */
export function wakeSeconds(spec: CompleteTenantSpec): number {
  return (spec.tier === 'premium' ? spec.wakeSeconds : undefined) ?? neededWakeSeconds(spec)
}
