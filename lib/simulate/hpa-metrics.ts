/** A metric of an autoscaler, with its target. */
export type TargetMetric =
  /** Use in percent of the request: of the whole pod, or of one container. */
  | {
      readonly kind: 'utilisation'
      readonly resource: 'cpu' | 'memory'
      readonly container?: string
      readonly percent: number
    }
  /** Use in thousandths of a core or of a byte, on average over the pods. */
  | {
      readonly kind: 'average-use'
      readonly resource: 'cpu' | 'memory'
      readonly container?: string
      readonly milli: number
    }
  /** A value from outside, as a sum, in thousandths for each pod. */
  | { readonly kind: 'external'; readonly name: string; readonly milliPerPod: number }

/** A pod as the controller sees it. Thousandths of a core or of a byte. */
export interface PodReading {
  /** `pending`: no container has started; `unready`: its processor use does not count yet. */
  readonly state: 'pending' | 'unready' | 'ready' | 'failed'
  readonly request: Readonly<Partial<Record<'cpu' | 'memory', number>>>
  /** Absent: the metrics API has no value of the pod. */
  readonly use: Readonly<Partial<Record<'cpu' | 'memory', number>>>
}

/** Everything that one look of the controller reads. */
export interface Reading {
  /** Of the target's status. */
  readonly replicas: number
  readonly pods: readonly PodReading[]
  /** Sums of external metrics by name, thousandths; absent: the API has no value. */
  readonly external: Readonly<Record<string, number>>
}

/** Shares of the target, upwards and downwards, within which nothing changes. */
export interface Tolerance {
  readonly up: number
  readonly down: number
}

/**
 * The most replicas that any metric asks for. Undefined: no metric has a value, or one has none and the others ask for
 * fewer replicas than there are.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/controller/podautoscaler/replica_calculator.go
 */
export function proposeReplicas(
  metrics: readonly TargetMetric[],
  current: number,
  reading: Reading,
  tolerance: Tolerance,
): number | undefined {
  const proposals = metrics.map((metric) => proposalOf(metric, current, reading, tolerance))
  const known = proposals.filter((one) => one !== undefined)
  const most = Math.max(0, ...known)
  if (known.length === 0 || (known.length < proposals.length && most < current)) return undefined
  return most
}

function proposalOf(
  metric: TargetMetric,
  current: number,
  { replicas, pods, external }: Reading,
  tolerance: Tolerance,
): number | undefined {
  if (metric.kind !== 'external') return ofPods(metric, current, pods, tolerance)
  const sum = external[metric.name]
  if (sum === undefined) return undefined
  const ratio = sum / (metric.milliPerPod * replicas)
  return isWithin(ratio, tolerance) ? replicas : Math.ceil(sum / metric.milliPerPod)
}

type PodMetric = Exclude<TargetMetric, { readonly kind: 'external' }>

/** Pods without a value count as idle on the way up, and as just right or fully busy on the way down. */
function ofPods(
  metric: PodMetric,
  current: number,
  pods: readonly PodReading[],
  tolerance: Tolerance,
): number | undefined {
  const { resource } = metric
  const alive = pods.filter(({ state }) => state !== 'failed')
  const isUnready = ({ state, use }: PodReading) =>
    state === 'pending' || (state === 'unready' && resource === 'cpu' && use[resource] !== undefined)
  const unready = alive.filter((pod) => isUnready(pod))
  const measured = alive.filter((pod) => !isUnready(pod) && pod.use[resource] !== undefined)
  const missing = alive.filter((pod) => !isUnready(pod) && pod.use[resource] === undefined)
  if (measured.length === 0) return undefined
  const entries = measured.map((pod) => entryOf(pod, resource, pod.use[resource] ?? 0))
  const ratio = ratioOf(metric, entries)
  const countUnready = unready.length > 0 && ratio > 1
  if (!countUnready && missing.length === 0) {
    return isWithin(ratio, tolerance) ? current : Math.ceil(ratio * measured.length)
  }
  const assumed = (pod: PodReading) =>
    ratio < 1 ? fallback(metric, pod.request[resource] ?? 0) : ratio > 1 ? 0 : undefined
  const filled = missing.flatMap((pod) => {
    const use = assumed(pod)
    return use === undefined ? [] : [entryOf(pod, resource, use)]
  })
  const idle = countUnready ? unready.map((pod) => entryOf(pod, resource, 0)) : []
  const all = [...entries, ...filled, ...idle]
  const again = ratioOf(metric, all)
  if (isWithin(again, tolerance) || (ratio < 1 && again > 1) || (ratio > 1 && again < 1)) return current
  const wanted = Math.ceil(again * all.length)
  return (again < 1 && wanted > current) || (again > 1 && wanted < current) ? current : wanted
}

interface Entry {
  readonly use: number
  readonly request: number
}

function entryOf(pod: PodReading, resource: 'cpu' | 'memory', use: number): Entry {
  return { use, request: pod.request[resource] ?? 0 }
}

/** The controller's integer arithmetic: whole percents, whole thousandths. */
function ratioOf(metric: PodMetric, entries: readonly Entry[]): number {
  const use = entries.reduce((sum, one) => sum + one.use, 0)
  if (metric.kind === 'average-use') return Math.trunc(use / entries.length) / metric.milli
  const request = entries.reduce((sum, one) => sum + one.request, 0)
  return Math.trunc((use * 100) / request) / metric.percent
}

function fallback(metric: PodMetric, request: number): number {
  return metric.kind === 'average-use'
    ? metric.milli
    : Math.trunc((request * Math.max(100, metric.percent)) / 100)
}

function isWithin(ratio: number, { up, down }: Tolerance): boolean {
  return 1 - down <= ratio && ratio <= 1 + up
}
