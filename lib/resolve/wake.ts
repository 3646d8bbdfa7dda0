import type { CompleteTenantSpec } from '../spec/index.ts'
import { modelServers } from './model-server.ts'
import { startMinutes } from './model-start.ts'

/**
 * KEDA sees a held request within 2 s, the cluster autoscaler the pending pod within 10 s, and the node pulls the image of
 * 3.5 GB in 35 s at the rate that waits are sized for. Seconds, rounded up to a minute.
 */
const beforeAndAfterBoot = 60

/**
 * The time that a GPU server needs from nothing: autoscalers decide, its node boots and pulls the image, its models are
 * read and tried out. Seconds.
 */
export function neededWakeSeconds(spec: CompleteTenantSpec): number {
  const server = modelServers(spec).find(({ nodeClass }) => nodeClass === 'gpu')
  return server ? beforeAndAfterBoot + 60 * startMinutes('gpu', server.models, 'boots') : 0
}

/** The longest that a request waits for it. Seconds. */
export function wakeSeconds(spec: CompleteTenantSpec): number {
  return (spec.tier === 'premium' ? spec.wakeSeconds : undefined) ?? neededWakeSeconds(spec)
}
