import type { ClusterInput, GroupInput, Scenario } from './inputs.ts'
import type { Pods } from './pods.ts'
import { fullness, hasRoom, take, wasteOf } from './room.ts'
import { Node, Pod, payersOf } from './state.ts'
import type { Timeline } from './timeline.ts'

/** A node that would be added, and the pods that it would have. */
interface PackedNode extends Pick<Node, 'input' | 'used'> {
  readonly pods: Pod[]
}

/** The cluster autoscaler, with the Auto Scaling groups that it sizes. */
export class Nodes {
  readonly #timeline: Timeline
  readonly #cluster: ClusterInput
  readonly #pods: Pods
  readonly #scenario: Scenario
  readonly #backedOff = new Map<GroupInput, number>()
  #launched = 0
  #lastAdded = Number.NEGATIVE_INFINITY
  /** Launches that AWS refused. */
  refused = 0

  constructor(timeline: Timeline, cluster: ClusterInput, pods: Pods, scenario: Scenario) {
    this.#timeline = timeline
    this.#cluster = cluster
    this.#pods = pods
    this.#scenario = scenario
  }

  /** Starts with the desired nodes of each group, ready, and scans from then on. */
  start(): void {
    for (const input of this.#cluster.groups) {
      for (let count = 0; count < input.group.desired; count += 1) this.#boot(this.#launch(input))
    }
    const { scanSeconds } = this.#cluster.nodeRules
    this.#timeline.every(scanSeconds, scanSeconds, () => this.scan())
  }

  /** One scan: adds nodes for pods that fit nowhere, or else removes nodes that are not needed. */
  scan(): void {
    const homeless = this.#homeless()
    if (homeless.length > 0) this.#grow(homeless)
    this.#shrink()
  }

  /** AWS takes a spot instance back: its pods end within the notice, and its group launches another one. */
  lose(node: Node, noticeSeconds: number): void {
    const { now } = this.#timeline
    const off = now + noticeSeconds
    node.state = 'draining'
    this.#request(node.input, payersOf([...node.pods]))
    for (const pod of [...node.pods]) this.#evict(pod, off)
    this.#timeline.at(off, () => this.#terminate(node))
  }

  /** Pods that neither a ready nor a booting node has room for. */
  #homeless(): readonly Pod[] {
    const booting = this.#alive()
      .filter(({ state }) => state === 'booting')
      .map((node) => ({ input: node.input, used: { ...node.used } }))
    return this.#pods.pending.filter((pod) => {
      const room = booting.find((node) => this.#pods.suits(node, pod) && hasRoom(node, pod))
      if (room) take(room, pod)
      return room === undefined
    })
  }

  /** The group of the highest priority, then the one whose nodes would have the least waste. */
  #grow(homeless: readonly Pod[]): void {
    const options = this.#cluster.groups.flatMap((input) => {
      const priority = this.#cluster.nodeRules.priorityOf(input.group)
      const most = input.group.max - this.#alive(input).length
      const backedOff = (this.#backedOff.get(input) ?? 0) > this.#timeline.now
      if (priority === undefined || most <= 0 || backedOff) return []
      const packed = this.#pack(input, homeless, most)
      return packed.length === 0 ? [] : [{ input, priority, packed, waste: wasteOf(packed) }]
    })
    const [best] = options.sort((a, b) => b.priority - a.priority || a.waste - b.waste)
    if (!best) return
    for (const { pods } of best.packed) this.#request(best.input, payersOf(pods))
  }

  #pack(input: GroupInput, pods: readonly Pod[], most: number): readonly PackedNode[] {
    const nodes: PackedNode[] = []
    for (const pod of pods) {
      if (!this.#pods.suits({ input }, pod)) continue
      let room = nodes.find((node) => hasRoom(node, pod))
      if (!room && nodes.length < most) {
        const fresh = { input, used: { cpuMillis: 0, memoryBytes: 0, gpus: 0 }, pods: [] }
        if (!hasRoom(fresh, pod)) continue
        nodes.push(fresh)
        room = fresh
      }
      if (!room) continue
      take(room, pod)
      room.pods.push(pod)
    }
    return nodes
  }

  /** Asks AWS for a node. A spot group that gets none is left out for a while, so another group is next. */
  #request(input: GroupInput, tenants: readonly string[]): void {
    const { now } = this.#timeline
    const { noSpot } = this.#scenario
    if (input.group.capacity === 'spot' && noSpot && noSpot.from <= now && now < noSpot.to) {
      this.refused += 1
      this.#backedOff.set(input, now + this.#cluster.nodeRules.backoffSeconds)
      return
    }
    const node = this.#launch(input)
    node.lastTenants = tenants
    this.#lastAdded = now
    this.#timeline.at(now + input.bootSeconds, () => this.#boot(node))
  }

  #launch(input: GroupInput): Node {
    this.#launched += 1
    const node = new Node(`${input.group.name}-${this.#launched}`, input, this.#timeline.now)
    this.#pods.nodes.push(node)
    return node
  }

  #boot(node: Node): void {
    if (node.state !== 'booting') return
    node.state = 'ready'
    this.#pods.schedule()
  }

  #shrink(): void {
    const { now } = this.#timeline
    const { unneededSeconds, delayAfterAddSeconds, unneededShare } = this.#cluster.nodeRules
    const removable = this.#alive().filter((node) => {
      const unneeded = node.state === 'ready' && fullness(node) < unneededShare && this.#canEmpty(node)
      node.unneededSince = unneeded ? (node.unneededSince ?? now) : undefined
      return unneeded && now - (node.unneededSince ?? now) >= unneededSeconds
    })
    if (now - this.#lastAdded < delayAfterAddSeconds) return
    for (const node of removable) {
      if (this.#alive(node.input).length <= node.input.group.min) continue
      if (node.pods.size === 0) {
        this.#terminate(node)
        continue
      }
      // One node with pods at a time: the others are judged again afterwards.
      if (this.#alive().some(({ state }) => state === 'draining') || !this.#canEmpty(node)) continue
      node.state = 'draining'
      for (const pod of [...node.pods]) this.#evict(pod)
      this.#finish(node)
    }
  }

  /** Whether each pod fits on another node, and no disruption budget (`maxUnavailable: 1`) keeps it. */
  #canEmpty(node: Node): boolean {
    const others = this.#alive()
      .filter((one) => one !== node && one.state === 'ready')
      .map((one) => ({ input: one.input, used: { ...one.used } }))
    return [...node.pods].every((pod) => {
      if (pod.state === 'ending') return true
      const { workload } = pod
      if (workload?.alive.some((one) => one !== pod && one.state !== 'ready')) return false
      const room = others.find((one) => this.#pods.suits(one, pod) && hasRoom(one, pod))
      if (room) take(room, pod)
      return room !== undefined
    })
  }

  #evict(pod: Pod, lostAt?: number): void {
    this.#pods.end(pod, lostAt)
    if (pod.workload) this.#pods.reconcile(pod.workload)
    else this.#pods.add(new Pod(pod.id, pod.need, this.#timeline.now))
  }

  #finish(node: Node): void {
    if (node.pods.size === 0) this.#terminate(node)
    else this.#timeline.at(this.#timeline.now + 1, () => this.#finish(node))
  }

  #terminate(node: Node): void {
    if (node.state === 'gone') return
    node.state = 'gone'
    for (const pod of [...node.pods]) this.#pods.remove(pod)
  }

  #alive(input?: GroupInput): readonly Node[] {
    return this.#pods.nodes.filter(
      (node) => node.state !== 'gone' && (input === undefined || node.input === input),
    )
  }
}
