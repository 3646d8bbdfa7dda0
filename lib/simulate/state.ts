import { emptyMemory, type HpaMemory } from './hpa.ts'
import type { GroupInput, WorkloadInput } from './inputs.ts'
import { PromptCache } from './prompt-cache.ts'

/** A question of a user, and its way. Seconds since midnight. */
export interface Question {
  readonly user: string
  readonly chat: string
  readonly askedAt: number
  readonly answerSeconds: number
  /** Tokens of the chat's earlier turns, and with this question and its answer. */
  readonly tokensBefore: number
  readonly tokensAfter: number
  /** The interceptor held it, because no pod was ready. */
  held: boolean
  /** Called once, when the answer is complete or has failed. */
  readonly done: () => void
}

/** A machine. */
export class Node {
  readonly id: string
  readonly input: GroupInput
  readonly launchedAt: number
  readonly pods = new Set<Pod>()
  readonly images = new Set<string>()
  state: 'booting' | 'ready' | 'draining' | 'gone' = 'booting'
  /** Since when it could be removed. */
  unneededSince: number | undefined
  /** Tenants whose pods it is for, or were the last on it: they pay for it while it is empty. */
  lastTenants: readonly string[] = []
  readonly used = { cpuMillis: 0, memoryBytes: 0, gpus: 0 }

  constructor(id: string, input: GroupInput, launchedAt: number) {
    this.id = id
    this.input = input
    this.launchedAt = launchedAt
  }
}

/** A pod. `tenant` is empty for a pod of the platform. */
export class Pod {
  readonly id: string
  readonly workload: Workload | undefined
  readonly need: { readonly cpuMillis: number; readonly memoryBytes: number; readonly gpus: number }
  readonly createdAt: number
  readonly cache: PromptCache | undefined
  readonly running = new Set<Question>()
  readonly queue: Question[] = []
  node: Node | undefined
  state: 'pending' | 'starting' | 'ready' | 'ending' | 'gone' = 'pending'
  startedAt = 0
  readyAt = 0
  /** While it ends it still accepts requests until then. */
  acceptsUntil = 0
  /** Seconds in which it answered, up to `busyUntil`. */
  busySeconds = 0
  busyUntil = 0
  /** `busySeconds` at earlier looks of the autoscaler, the oldest first. */
  readonly looks: number[] = []

  constructor(id: string, need: Pod['need'], createdAt: number, workload?: Workload) {
    this.id = id
    this.need = need
    this.createdAt = createdAt
    this.workload = workload
    this.cache = workload?.input.serving ? new PromptCache(workload.input.serving) : undefined
  }

  /** Requests that it has accepted and not answered. */
  get load(): number {
    return this.running.size + this.queue.length
  }
}

/** A Deployment with its pods. */
export class Workload {
  readonly input: WorkloadInput
  readonly pods: Pod[] = []
  replicas = 0
  memory: HpaMemory = emptyMemory()
  /** Questions that wait in front of the pods, because none is ready. */
  readonly hold: Question[] = []
  /** When a question was last in flight. */
  lastActive = 0
  activating = false
  /** Times of the questions of the last minute. */
  readonly arrivals: number[] = []
  created = 0

  constructor(input: WorkloadInput) {
    this.input = input
  }

  /** Pods that are not ending. */
  get alive(): readonly Pod[] {
    return this.pods.filter(({ state }) => state !== 'ending')
  }

  /** Pods that requests go to. */
  get ready(): readonly Pod[] {
    return this.pods.filter(({ state }) => state === 'ready')
  }

  /** Questions held, waiting in servers and being answered. */
  get inFlight(): number {
    return this.hold.length + this.pods.reduce((sum, pod) => sum + pod.load, 0)
  }
}

/** Tenants of some pods, each as often as its pods request a GPU, and at least once a pod. */
export function payersOf(pods: Iterable<Pod>): readonly string[] {
  return [...pods].flatMap(({ workload, need }) =>
    workload ? Array.from({ length: Math.max(1, need.gpus) }, () => workload.input.tenant) : [],
  )
}
