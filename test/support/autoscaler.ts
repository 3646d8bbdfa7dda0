/**
 * The HorizontalPodAutoscaler as its controller counts, for one metric of processor use. Every 15 seconds it looks at the
 * average use, and wants as many replicas as bring it to the target, unless it is within a tenth of it. Of what it wanted
 * during a window it takes the least on the way up, and the most on the way down.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details
 * @see https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/controller/podautoscaler/horizontal.go
 */
export interface AutoscalerRules {
  readonly min: number
  readonly max: number
  readonly cpuPercent: number
  /** Stabilisation on the way up; 0 unless set. */
  readonly upAfterSeconds?: number
}

/** A replica's processor use in percent of its request at a second, if there are so many replicas. */
export type Use = (second: number, replicas: number) => number

const every = 15
/** Default of the way down. */
const downAfterSeconds = 300
const tolerance = 0.1

/**
 * Replicas at each look of the autoscaler.
 *
 * @param lagSeconds use is an average over so many seconds before the look, as metrics-server reads it
 */
export function playAutoscaler(
  rules: AutoscalerRules,
  use: Use,
  seconds: number,
  lagSeconds = 60,
): readonly number[] {
  const { min, max, cpuPercent, upAfterSeconds = 0 } = rules
  const wishes: { at: number; replicas: number }[] = []
  const seen: number[] = []
  let replicas = min
  let lastDown = Number.NEGATIVE_INFINITY
  for (let at = 0; at <= seconds; at += every) {
    const ratio = average(use, at, lagSeconds, replicas) / cpuPercent
    const wish = Math.abs(ratio - 1) <= tolerance ? replicas : Math.ceil(replicas * ratio)
    wishes.push({ at, replicas: Math.min(max, Math.max(min, wish)) })
    const since = (window: number) => wishes.filter((one) => one.at > at - Math.max(window, every))
    const up = Math.min(...since(upAfterSeconds).map((one) => one.replicas))
    const down = Math.max(...since(downAfterSeconds).map((one) => one.replicas))
    const started = at >= upAfterSeconds
    if (up > replicas && started) replicas = up
    else if (down < replicas && at - lastDown >= 60) {
      // One pod a minute.
      replicas -= 1
      lastDown = at
    }
    seen.push(replicas)
  }
  return seen
}

function average(use: Use, at: number, lagSeconds: number, replicas: number): number {
  let sum = 0
  for (let second = at - lagSeconds; second < at; second += 1) sum += use(second, replicas)
  return sum / lagSeconds
}
