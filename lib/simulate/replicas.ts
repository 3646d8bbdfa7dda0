import { usersPerWebReplica } from '../resolve/replica-users.ts'
import { servingTimes } from '../resolve/serving-times.ts'
import type { SimulationAssumptions } from './assumptions.ts'
import { lookOnce, syncSeconds } from './hpa.ts'
import type { PodReading } from './hpa-metrics.ts'
import type { Pods } from './pods.ts'
import { signals } from './scaling.ts'
import type { Serving } from './serving.ts'
import type { Pod, Workload } from './state.ts'
import type { Timeline } from './timeline.ts'

/** The controller ignores the processor use of a pod for so long after its start, unless it is ready. Seconds. */
const initialisationSeconds = 300
/** Use is an average over so many looks. */
const looksBack = servingTimes.metricsLag / syncSeconds

/** Facts that the metrics of a tenant's workloads follow. */
export interface Signals {
  /** Absent: the workload answers no chats. */
  readonly serving?: Serving
  /** Users who have the page open. */
  present(): number
}

/** Runs the autoscalers of a workload: HPA every 15 s; KEDA by its poll and, where its scaler pushes, at each question. */
export function startScaling(
  timeline: Timeline,
  pods: Pods,
  workload: Workload,
  of: Signals,
  assume: SimulationAssumptions,
): void {
  const { scaling } = workload.input
  pods.scale(workload, scaling.fixed ?? scaling.activation?.min ?? scaling.hpa?.min ?? 1)
  const { hpa, activation } = scaling
  if (hpa) {
    timeline.every(syncSeconds, syncSeconds, () => {
      const reading = {
        replicas: workload.alive.length,
        pods: readings(timeline, workload, of, assume),
        external: outside(timeline, workload),
      }
      const replicas = lookOnce(hpa, workload.memory, timeline.now, workload.replicas, reading)
      if (replicas !== workload.replicas) pods.scale(workload, replicas)
    })
  }
  if (activation) {
    timeline.every(activation.pollSeconds, activation.pollSeconds, () => {
      if (workload.inFlight > 0) activate(pods, workload)
      else if (activation.min === 0 && timeline.now - workload.lastActive > activation.cooldownSeconds) {
        if (workload.replicas > 0) pods.scale(workload, 0)
      }
    })
  }
}

/** KEDA's answer to a question that nobody serves, if its scaler reports questions by itself. */
export function wake(
  timeline: Timeline,
  pods: Pods,
  workload: Workload,
  { pushSeconds }: SimulationAssumptions,
): void {
  if (workload.replicas > 0 || workload.activating || !workload.input.scaling.activation?.pushed) return
  workload.activating = true
  timeline.at(timeline.now + pushSeconds, () => {
    workload.activating = false
    if (workload.inFlight > 0) activate(pods, workload)
  })
}

function activate(pods: Pods, workload: Workload): void {
  if (workload.replicas === 0) pods.scale(workload, Math.max(1, workload.input.scaling.activation?.min ?? 1))
}

function outside({ now }: Timeline, workload: Workload): Readonly<Record<string, number>> {
  const { arrivals, ready } = workload
  while (arrivals.length > 0 && (arrivals[0] ?? now) <= now - 60) arrivals.shift()
  return {
    [signals.inFlight]: 1000 * workload.inFlight,
    ...(ready.length === 0
      ? {}
      : { [signals.inProxies]: 1000 * ready.reduce((sum, pod) => sum + pod.load + 1, 0) }),
    [signals.perMinute]: 1000 * arrivals.length,
    [signals.perSecond]: Math.round((1000 * arrivals.length) / 60),
  }
}

function readings(
  timeline: Timeline,
  workload: Workload,
  of: Signals,
  assume: SimulationAssumptions,
): readonly PodReading[] {
  const { pod, measuredCpuMillis } = workload.input
  return workload.pods.map((one): PodReading => {
    const share = of.serving ? busyShare(of.serving, one) : webShare(workload, of.present())
    const memory = of.serving ? pod.memoryBytes : assume.webMemoryGiB * 2 ** 30
    return {
      state: one.state === 'ending' ? 'failed' : stateOf(one, timeline.now),
      request: { cpu: measuredCpuMillis, memory: 1000 * pod.memoryBytes },
      use:
        one.state === 'pending'
          ? {}
          : { cpu: Math.round(measuredCpuMillis * share), memory: Math.round(1000 * memory) },
    }
  })
}

function stateOf({ state, startedAt, readyAt }: Pod, now: number): PodReading['state'] {
  if (state === 'pending') return 'pending'
  if (state !== 'ready') return 'unready'
  const young = now - startedAt < initialisationSeconds
  return young && now - readyAt < servingTimes.metricsLag ? 'unready' : 'ready'
}

/** Any number of answers keeps all cores of a server busy (docs/decisions/one-answer-is-no-load.md). */
function busyShare(serving: Serving, pod: Pod): number {
  const busy = serving.busySeconds(pod)
  const before = pod.looks.length >= looksBack ? (pod.looks.shift() ?? 0) : (pod.looks[0] ?? 0)
  pod.looks.push(busy)
  return (busy - before) / servingTimes.metricsLag
}

/** A process with as many users as it is sized for is at the autoscaler's target. */
function webShare({ input, ready }: Workload, users: number): number {
  const cpu = input.scaling.hpa?.metrics.find(
    (metric) => metric.kind === 'utilisation' && metric.resource === 'cpu',
  )
  const target = cpu?.kind === 'utilisation' ? cpu.percent / 100 : 1
  return ready.length === 0 ? 0 : (target * users) / (usersPerWebReplica * ready.length)
}
