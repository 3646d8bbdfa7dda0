import { servingTimes } from '../resolve/serving-times.ts'
import type { Pods } from './pods.ts'
import type { Router } from './routing.ts'
import type { Pod, Question, Workload } from './state.ts'
import type { Timeline } from './timeline.ts'

/** Counts of a tenant's questions. */
export interface Tally {
  asked: number
  answered: number
  /** Waited in the interceptor until a pod was ready. */
  held: number
  /** No pod was ready, and nothing held the question. */
  refused: number
  /** Waited longer than the interceptor holds a request, or than the proxy in the pod waits for the first byte. */
  expired: number
  /** It waited in a pod that was removed. */
  lost: number
  /** Questions that the interceptor had held and that got no whole answer. */
  heldFailed: number
  /** Its pod was removed in the middle of the answer. */
  cut: number
  /** Seconds until the answer began, of each question that got one. */
  readonly waits: number[]
  /** The same of questions that were held. */
  readonly heldWaits: number[]
  /** Tokens of earlier turns, and those of them that the replica still had. */
  earlierTokens: number
  cachedTokens: number
}

/** A tally of nothing. */
export function emptyTally(): Tally {
  const counts = { asked: 0, answered: 0, held: 0, refused: 0, expired: 0, lost: 0, heldFailed: 0, cut: 0 }
  return { ...counts, waits: [], heldWaits: [], earlierTokens: 0, cachedTokens: 0 }
}

/** The way of a tenant's questions: held while no pod is ready, routed to a pod, queued there, answered. */
export class Serving {
  readonly tally = emptyTally()
  readonly workload: Workload
  readonly #timeline: Timeline
  readonly #pods: Pods
  readonly #router: Router
  readonly #unserved: () => void

  /** @param unserved called when a question comes and no pod accepts it */
  constructor(timeline: Timeline, pods: Pods, workload: Workload, router: Router, unserved: () => void) {
    this.#timeline = timeline
    this.#pods = pods
    this.workload = workload
    this.#router = router
    this.#unserved = unserved
  }

  /** Takes a question. */
  ask(question: Question): void {
    const { now } = this.#timeline
    const { workload, tally } = this
    tally.asked += 1
    workload.arrivals.push(now)
    workload.lastActive = now
    const pod = this.#route(question)
    if (pod) this.#accept(pod, question)
    else this.#hold(question)
  }

  #hold(question: Question): void {
    const { workload, tally } = this
    const { holdSeconds } = workload.input.scaling
    if (holdSeconds === undefined) {
      tally.refused += 1
      question.done()
      return
    }
    question.held = true
    tally.held += 1
    workload.hold.push(question)
    this.#unserved()
    if (!Number.isFinite(holdSeconds)) return
    this.#timeline.at(this.#timeline.now + holdSeconds, () => this.#expire(workload.hold, question))
  }

  /** A pod is ready: the interceptor lets go of everything that it holds. */
  ready(): void {
    for (const question of this.workload.hold.splice(0)) {
      const pod = this.#route(question)
      if (pod) this.#accept(pod, question)
    }
  }

  /** A pod is removed. */
  gone(pod: Pod): void {
    this.#countBusy(pod)
    const [running, waiting] = [[...pod.running], pod.queue.splice(0)]
    pod.running.clear()
    for (const question of running) this.#fail('cut', question)
    for (const question of waiting) this.#fail('lost', question)
  }

  #fail(how: 'cut' | 'lost' | 'expired', question: Question): void {
    this.tally[how] += 1
    if (question.held) this.tally.heldFailed += 1
    question.done()
  }

  /** Brings `busySeconds` of a pod up to now. */
  #countBusy(pod: Pod): void {
    const { now } = this.#timeline
    if (pod.running.size > 0) pod.busySeconds += now - pod.busyUntil
    pod.busyUntil = now
  }

  /** Seconds in which a pod has answered so far. */
  busySeconds(pod: Pod): number {
    this.#countBusy(pod)
    return pod.busySeconds
  }

  /** A ready pod; without one, a pod that ends and still accepts requests, as kube-proxy chooses. */
  #route(question: Question): Pod | undefined {
    const { ready, pods } = this.workload
    const leaving = () =>
      pods.filter(({ state, acceptsUntil }) => state === 'ending' && acceptsUntil > this.#timeline.now)
    return this.#router.choose(ready.length > 0 ? ready : leaving(), question)
  }

  #accept(pod: Pod, question: Question): void {
    pod.queue.push(question)
    this.#begin(pod)
    if (!pod.queue.includes(question)) return
    // The proxy in the pod waits so long for the first byte.
    this.#timeline.at(this.#timeline.now + servingTimes.silence, () => this.#expire(pod.queue, question))
  }

  #begin(pod: Pod): void {
    const { now } = this.#timeline
    const parallel = this.workload.input.serving?.parallel ?? 1
    while (pod.running.size < parallel) {
      const question = pod.queue.shift()
      if (!question) return
      this.#countBusy(pod)
      pod.running.add(question)
      this.#note(pod, question)
      this.#timeline.at(now + question.answerSeconds, () => this.#finish(pod, question))
    }
  }

  #note(pod: Pod, question: Question): void {
    const { tally } = this
    const wait = this.#timeline.now - question.askedAt
    tally.waits.push(wait)
    if (question.held) tally.heldWaits.push(wait)
    tally.earlierTokens += question.tokensBefore
    tally.cachedTokens += pod.cache?.ask(question.chat, question.tokensBefore, question.tokensAfter) ?? 0
  }

  #finish(pod: Pod, question: Question): void {
    // The pod was removed in the middle of the answer.
    if (!pod.running.has(question)) return
    this.#countBusy(pod)
    pod.running.delete(question)
    this.tally.answered += 1
    this.workload.lastActive = this.#timeline.now
    question.done()
    this.#begin(pod)
    this.#pods.removeIfIdle(pod)
  }

  #expire(from: Question[], question: Question): void {
    const index = from.indexOf(question)
    if (index < 0) return
    from.splice(index, 1)
    this.#fail('expired', question)
  }
}
