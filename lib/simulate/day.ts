import type { SimulationAssumptions } from './assumptions.ts'
import type { ClusterInput, Routing, Scenario, TenantInput } from './inputs.ts'
import { Ledger } from './ledger.ts'
import { Nodes } from './nodes.ts'
import { Pods } from './pods.ts'
import { daySeconds, presences, presentAt } from './profile.ts'
import { type Random, randomOf } from './random.ts'
import { startScaling, wake } from './replicas.ts'
import { type DayResult, type Moment, resultOf } from './result.ts'
import { Router } from './routing.ts'
import { Serving } from './serving.ts'
import { type Node, Pod, Workload } from './state.ts'
import { Timeline } from './timeline.ts'
import { askOnce, startUsers } from './users.ts'

/** Choices of a day. */
export interface DayOptions {
  readonly assume: SimulationAssumptions
  readonly seed: number
  readonly routing: Routing
  readonly scenario?: Scenario
  /** Single questions outside of the profile: seconds since midnight, by tenant. */
  readonly questions?: Readonly<Record<string, readonly number[]>>
}

/** Seconds between two moments of the picture. */
export const momentSeconds = 60

interface TenantState {
  readonly input: TenantInput
  readonly workloads: readonly Workload[]
  readonly serving?: Serving
}

/** Runs a day of a cluster, from midnight to midnight. The same input gives the same result. */
export function simulateDay(cluster: ClusterInput, options: DayOptions): DayResult {
  const { assume, seed, routing, scenario = {} } = options
  const timeline = new Timeline()
  const random = randomOf(seed)
  const servings = new Map<Workload, Serving>()
  const pods = new Pods(timeline, {
    ready: ({ workload }) => workload && servings.get(workload)?.ready(),
    gone: (pod) => pod.workload && servings.get(pod.workload)?.gone(pod),
  })
  const nodes = new Nodes(timeline, cluster, pods, scenario)
  const ledger = new Ledger()
  const moments: Moment[] = []
  cluster.platform.forEach((need, index) => {
    pods.add(new Pod(`platform-${index}`, { ...need, gpus: 0 }, 0))
  })
  nodes.start()
  const tenants = cluster.tenants.map((input) => {
    const workloads = input.workloads.map((one) => new Workload(one))
    const serving = servingOf(workloads, (workload) => {
      const router = new Router(routing, random.part(`${input.id} routing`))
      return new Serving(timeline, pods, workload, router, () => wake(timeline, pods, workload, assume))
    })
    if (serving) servings.set(serving.workload, serving)
    return startTenant({ input, workloads, ...(serving ? { serving } : {}) }, cluster, options, {
      timeline,
      pods,
      random,
    })
  })
  if (scenario.spotLossAt !== undefined) {
    timeline.at(scenario.spotLossAt, () => {
      const node = busiestSpotNode(pods.nodes)
      if (node) nodes.lose(node, assume.spotNoticeSeconds)
    })
  }
  const { scanSeconds } = cluster.nodeRules
  timeline.every(scanSeconds, scanSeconds, () => ledger.count(pods.nodes, scanSeconds))
  timeline.every(momentSeconds, 0, () => moments.push(momentOf(timeline.now, pods.nodes, tenants)))
  timeline.runUntil(daySeconds)
  return resultOf({ cluster, tenants, ledger, moments, pending: pods.pending.length, refused: nodes.refused })
}

function servingOf(
  workloads: readonly Workload[],
  make: (workload: Workload) => Serving,
): Serving | undefined {
  const server = workloads.find(({ input }) => input.serving)
  return server ? make(server) : undefined
}

interface Machinery {
  readonly timeline: Timeline
  readonly pods: Pods
  readonly random: Random
}

function startTenant(
  tenant: TenantState,
  { busyHours }: ClusterInput,
  { assume, questions }: DayOptions,
  { timeline, pods, random }: Machinery,
): TenantState {
  const { input, workloads, serving } = tenant
  const people = presences(input.users, busyHours)
  for (const workload of workloads) {
    const present = () => presentAt(people, timeline.now)
    const chats = serving?.workload === workload ? { serving } : {}
    startScaling(timeline, pods, workload, { ...chats, present }, assume)
  }
  if (serving) {
    startUsers(timeline, serving, people, assume, random.part(input.id))
    for (const at of questions?.[input.id] ?? []) {
      askOnce(timeline, serving, at, assume, random.part(`${input.id} ${at}`))
    }
  }
  return tenant
}

/** The spot node whose pods have the most questions; of several the first. */
function busiestSpotNode(nodes: readonly Node[]): Node | undefined {
  const load = (node: Node) => [...node.pods].reduce((sum, pod) => sum + pod.load, 0)
  return nodes
    .filter(({ state, input }) => state === 'ready' && input.group.capacity === 'spot')
    .reduce<Node | undefined>((most, one) => (most && load(most) >= load(one) ? most : one), undefined)
}

function momentOf(at: number, nodes: readonly Node[], tenants: readonly TenantState[]): Moment {
  const count = (nodeClass: 'cpu' | 'gpu', capacity: 'spot' | 'on-demand') =>
    nodes.filter(
      ({ state, input: { group } }) =>
        state !== 'gone' && group.nodeClass === nodeClass && group.capacity === capacity,
    ).length
  return {
    at,
    inFlight: Object.fromEntries(
      tenants.map(({ input, serving }) => [input.id, serving?.workload.inFlight ?? 0]),
    ),
    replicas: Object.fromEntries(
      tenants.flatMap(({ input, workloads }) =>
        workloads.map((workload) => [`${input.id}/${workload.input.name}`, workload.replicas]),
      ),
    ),
    nodes: {
      cpuSpot: count('cpu', 'spot'),
      cpuOnDemand: count('cpu', 'on-demand'),
      gpuSpot: count('gpu', 'spot'),
      gpuOnDemand: count('gpu', 'on-demand'),
    },
  }
}
