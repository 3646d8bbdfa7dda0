import { hasRoom } from './room.ts'
import { pullSeconds } from './start.ts'
import { type Node, Pod, type Workload } from './state.ts'
import type { Timeline } from './timeline.ts'

/** Consequences of a pod's life for the rest of the cluster. */
export interface PodEvents {
  ready(pod: Pod): void
  /** It is removed with these questions unanswered. */
  gone(pod: Pod): void
}

/** Deployments, ReplicaSets and the scheduler: creates pods, places them on nodes, and ends them. */
export class Pods {
  readonly #timeline: Timeline
  readonly #events: PodEvents
  readonly nodes: Node[] = []
  readonly pending: Pod[] = []

  constructor(timeline: Timeline, events: PodEvents) {
    this.#timeline = timeline
    this.#events = events
  }

  /** Sets the replicas of a Deployment. */
  scale(workload: Workload, replicas: number): void {
    workload.replicas = replicas
    this.reconcile(workload)
  }

  /** Creates missing pods, and ends surplus ones: first those that serve nobody yet, then the newest. */
  reconcile(workload: Workload): void {
    const alive = workload.alive
    for (let count = alive.length; count < workload.replicas; count += 1) this.#create(workload)
    const rank = ({ state }: Pod) => ['pending', 'starting', 'ready'].indexOf(state)
    const surplus = [...alive]
      .sort((a, b) => rank(a) - rank(b) || b.readyAt - a.readyAt || b.createdAt - a.createdAt)
      .slice(0, Math.max(0, alive.length - workload.replicas))
    for (const pod of surplus) this.end(pod)
    this.schedule()
  }

  /** Adds a pod that no Deployment of a tenant has. */
  add(pod: Pod): void {
    this.pending.push(pod)
  }

  /** Places pending pods on nodes that have room. */
  schedule(): void {
    for (const pod of [...this.pending]) {
      const node = this.#choose(pod)
      if (node) this.#bind(pod, node)
    }
  }

  /**
   * Ends a pod: it answers the questions that it has, at most for the time that it may take.
   *
   * @param lostAt the node is switched off then
   */
  end(pod: Pod, lostAt = Number.POSITIVE_INFINITY): void {
    if (pod.state === 'ending' || pod.state === 'gone') return
    const { now } = this.#timeline
    const started = pod.state === 'ready'
    const { acceptSeconds = 0, drainSeconds = 0 } = pod.workload?.input ?? {}
    pod.state = 'ending'
    pod.acceptsUntil = started ? Math.min(now + acceptSeconds, lostAt) : now
    if (!started || pod.workload?.input.serving === undefined) {
      this.remove(pod)
      return
    }
    this.#timeline.at(pod.acceptsUntil, () => this.removeIfIdle(pod))
    this.#timeline.at(Math.min(now + drainSeconds, lostAt), () => this.remove(pod))
  }

  /** Removes a pod that ends and has answered everything. */
  removeIfIdle(pod: Pod): void {
    if (pod.state === 'ending' && pod.load === 0 && this.#timeline.now >= pod.acceptsUntil) this.remove(pod)
  }

  /** Removes a pod at once. */
  remove(pod: Pod): void {
    if (pod.state === 'gone') return
    pod.state = 'gone'
    const { node, workload } = pod
    if (node) {
      node.pods.delete(pod)
      node.used.cpuMillis -= pod.need.cpuMillis
      node.used.memoryBytes -= pod.need.memoryBytes
      node.used.gpus -= pod.need.gpus
    }
    drop(this.pending, pod)
    if (workload) drop(workload.pods, pod)
    this.#events.gone(pod)
    this.schedule()
  }

  /** Whether a node may have a pod, apart from its room. */
  suits({ input: { group } }: Pick<Node, 'input'>, pod: Pod): boolean {
    const { nodeClass = 'cpu', accelerators = [] } = pod.workload?.input ?? {}
    if (group.nodeClass !== nodeClass) return false
    return nodeClass === 'cpu' || accelerators.includes(group.labels.accelerator ?? '')
  }

  #create(workload: Workload): void {
    const { tenant, name, pod: need } = workload.input
    workload.created += 1
    const id = `${tenant}/${name}-${workload.created}`
    const pod = new Pod(id, need, this.#timeline.now, workload)
    workload.pods.push(pod)
    this.pending.push(pod)
  }

  /** The node that shares the fewest pods of the same Deployment, then the emptiest. */
  #choose(pod: Pod): Node | undefined {
    const same = (node: Node) =>
      pod.workload ? [...node.pods].filter(({ workload }) => workload === pod.workload).length : 0
    const fullness = ({ used, input: { room } }: Node) =>
      used.cpuMillis / room.cpuMillis + used.memoryBytes / room.memoryBytes
    return this.nodes
      .filter((node) => node.state === 'ready' && this.suits(node, pod) && hasRoom(node, pod))
      .map((node) => ({ node, same: same(node), fullness: fullness(node) }))
      .sort((a, b) => a.same - b.same || a.fullness - b.fullness)[0]?.node
  }

  #bind(pod: Pod, node: Node): void {
    drop(this.pending, pod)
    pod.node = node
    pod.state = 'starting'
    pod.startedAt = this.#timeline.now
    node.pods.add(pod)
    node.used.cpuMillis += pod.need.cpuMillis
    node.used.memoryBytes += pod.need.memoryBytes
    node.used.gpus += pod.need.gpus
    const { name = '', imageBytes = 0, startSeconds = 0 } = pod.workload?.input ?? {}
    const image = name.replace(/-(cpu|gpu)$/, '')
    const pull = node.images.has(image) ? 0 : pullSeconds(imageBytes)
    node.images.add(image)
    this.#timeline.at(pod.startedAt + pull + startSeconds, () => {
      if (pod.state !== 'starting') return
      pod.state = 'ready'
      pod.readyAt = this.#timeline.now
      this.#events.ready(pod)
    })
  }
}

function drop<T>(from: T[], item: T): void {
  const index = from.indexOf(item)
  if (index >= 0) from.splice(index, 1)
}
