import { proposeReplicas, type Reading, type TargetMetric } from './hpa-metrics.ts'

/** A bound on how fast replicas change. */
export interface ScalingPolicy {
  readonly type: 'Pods' | 'Percent'
  readonly value: number
  readonly periodSeconds: number
}

/** One direction of `spec.behavior`, with the API server's defaults. */
export interface ScalingRules {
  readonly windowSeconds: number
  readonly select: 'Max' | 'Min' | 'Disabled'
  readonly policies: readonly ScalingPolicy[]
  /** Share of the target within which nothing changes. */
  readonly tolerance: number
}

/** A HorizontalPodAutoscaler. */
export interface HpaRules {
  readonly min: number
  readonly max: number
  readonly metrics: readonly TargetMetric[]
  /** Absent: the object has no `behavior`; the controller then takes its older way. */
  readonly behavior?: { readonly up: ScalingRules; readonly down: ScalingRules }
  /** Without `behavior`: the controller's own window on the way down. Default: 300 s. */
  readonly downWindowSeconds?: number
}

interface Recommendation {
  readonly at: number
  readonly replicas: number
}

interface ScaleEvent {
  readonly at: number
  readonly change: number
}

/** The controller’s memory of one autoscaler. */
export interface HpaMemory {
  recommendations: Recommendation[]
  ups: ScaleEvent[]
  downs: ScaleEvent[]
}

/** A memory of nothing, as after a start of the controller. */
export function emptyMemory(): HpaMemory {
  return { recommendations: [], ups: [], downs: [] }
}

/** The controller looks at each autoscaler so often (`--horizontal-pod-autoscaler-sync-period`), seconds. */
export const syncSeconds = 15
/** `--horizontal-pod-autoscaler-downscale-stabilization`, seconds. */
export const defaultDownWindow = 300
/** `--horizontal-pod-autoscaler-tolerance`. */
export const defaultTolerance = 0.1

/**
 * One look of the controller at an autoscaler: the replicas that it sets. A port of `reconcileAutoscaler` of Kubernetes
 * 1.36; `npm run verify:simulate` compares both.
 *
 * @param now seconds
 * @param current replicas of the target's spec
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/controller/podautoscaler/horizontal.go
 */
export function lookOnce(
  rules: HpaRules,
  memory: HpaMemory,
  now: number,
  current: number,
  reading: Reading,
): number {
  if (memory.recommendations.length === 0) memory.recommendations.push({ at: now, replicas: current })
  const desired = decide(rules, memory, now, current, reading)
  if (desired !== current && rules.behavior) {
    const event = { at: now, change: Math.abs(desired - current) }
    if (desired > current) memory.ups = [...recent(memory.ups, rules.behavior.up, now), event]
    else memory.downs = [...recent(memory.downs, rules.behavior.down, now), event]
  }
  return desired
}

function decide(rules: HpaRules, memory: HpaMemory, now: number, current: number, reading: Reading): number {
  // Scaled to zero by another party: the autoscaler waits until that party scales it up.
  if (current === 0) return 0
  if (current > rules.max) return rules.max
  if (current < rules.min) return rules.min
  const tolerance = {
    up: rules.behavior?.up.tolerance ?? defaultTolerance,
    down: rules.behavior?.down.tolerance ?? defaultTolerance,
  }
  const proposed = proposeReplicas(rules.metrics, current, reading, tolerance)
  if (proposed === undefined) return current
  return rules.behavior
    ? withBehavior(rules, rules.behavior, memory, now, current, proposed)
    : withoutBehavior(rules, memory, now, current, proposed)
}

function withBehavior(
  { min, max }: HpaRules,
  { up, down }: NonNullable<HpaRules['behavior']>,
  memory: HpaMemory,
  now: number,
  current: number,
  proposed: number,
): number {
  const within = ({ at }: Recommendation, { windowSeconds }: ScalingRules) => at > now - windowSeconds
  let lowest = proposed
  let highest = proposed
  for (const one of memory.recommendations) {
    if (within(one, up)) lowest = Math.min(lowest, one.replicas)
    if (within(one, down)) highest = Math.max(highest, one.replicas)
  }
  remember(memory, now, proposed, Math.max(up.windowSeconds, down.windowSeconds))
  const stabilised = Math.min(Math.max(current, lowest), highest)
  return bounded({ min, max }, { up, down }, memory, now, current, stabilised)
}

function bounded(
  { min, max }: Pick<HpaRules, 'min' | 'max'>,
  { up, down }: NonNullable<HpaRules['behavior']>,
  memory: HpaMemory,
  now: number,
  current: number,
  wanted: number,
): number {
  if (wanted > current) return Math.min(wanted, max, Math.max(current, upLimit(up, memory, now, current)))
  if (wanted < current) return Math.max(wanted, min, Math.min(current, downLimit(down, memory, now, current)))
  return wanted
}

function upLimit(rules: ScalingRules, memory: HpaMemory, now: number, current: number): number {
  if (rules.select === 'Disabled') return current
  const limits = rules.policies.map((policy) => {
    const start = periodStart(policy, memory, now, current)
    return policy.type === 'Pods' ? start + policy.value : Math.ceil(start * (1 + policy.value / 100))
  })
  return rules.select === 'Min' ? Math.min(...limits) : Math.max(...limits)
}

function downLimit(rules: ScalingRules, memory: HpaMemory, now: number, current: number): number {
  if (rules.select === 'Disabled') return current
  const limits = rules.policies.map((policy) => {
    const start = periodStart(policy, memory, now, current)
    return policy.type === 'Pods' ? start - policy.value : Math.trunc(start * (1 - policy.value / 100))
  })
  return rules.select === 'Min' ? Math.max(...limits) : Math.min(...limits)
}

function periodStart({ periodSeconds }: ScalingPolicy, memory: HpaMemory, now: number, current: number) {
  const changes = (events: readonly ScaleEvent[]) =>
    events.reduce((sum, { at, change }) => (at > now - periodSeconds ? sum + change : sum), 0)
  return current - changes(memory.ups) + changes(memory.downs)
}

/** The way of an autoscaler without `behavior`: only the way down is stabilised, the way up at most doubles. */
function withoutBehavior(
  { min, max, downWindowSeconds = defaultDownWindow }: HpaRules,
  memory: HpaMemory,
  now: number,
  current: number,
  proposed: number,
): number {
  const seen = memory.recommendations.filter(({ at }) => at >= now - downWindowSeconds)
  const stabilised = Math.max(proposed, ...seen.map(({ replicas }) => replicas))
  remember(memory, now, proposed, downWindowSeconds)
  const most = Math.min(max, Math.max(2 * current, 4))
  return Math.max(min, Math.min(stabilised, most))
}

function remember(memory: HpaMemory, now: number, replicas: number, windowSeconds: number): void {
  const kept = memory.recommendations.filter(({ at }) => at >= now - windowSeconds)
  memory.recommendations = [...kept, { at: now, replicas }]
}

function recent(events: readonly ScaleEvent[], { policies }: ScalingRules, now: number): ScaleEvent[] {
  const longest = Math.max(0, ...policies.map(({ periodSeconds }) => periodSeconds))
  return events.filter(({ at }) => at >= now - longest)
}
