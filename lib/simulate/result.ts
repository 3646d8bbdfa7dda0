import type { ClusterInput, TenantInput } from './inputs.ts'
import type { Ledger } from './ledger.ts'
import { emptyTally, type Serving } from './serving.ts'

/** A minute of the day. */
export interface Moment {
  /** Seconds since midnight. */
  readonly at: number
  /** Questions held, waiting and being answered, by tenant. */
  readonly inFlight: Readonly<Record<string, number>>
  /** By `<tenant>/<Deployment>`. */
  readonly replicas: Readonly<Record<string, number>>
  readonly nodes: {
    readonly cpuSpot: number
    readonly cpuOnDemand: number
    readonly gpuSpot: number
    readonly gpuOnDemand: number
  }
}

/** Seconds until an answer begins. */
export interface Waits {
  readonly p50: number
  readonly p95: number
  readonly max: number
}

/** A tenant's day. */
export interface TenantDay {
  readonly id: string
  readonly tier: 'standard' | 'premium'
  readonly users: number
  /** The server that answers its chats; absent if nothing of it runs. */
  readonly server?: string
  readonly replicas: { readonly fewest: number; readonly most: number }
  readonly asked: number
  readonly answered: number
  readonly held: number
  readonly refused: number
  readonly expired: number
  readonly lost: number
  readonly heldFailed: number
  readonly cut: number
  readonly waits: Waits
  /** Of the questions that the interceptor held. */
  readonly heldWaits: Waits
  /** The interceptor's budget; absent: nothing holds questions, or without a limit. Seconds. */
  readonly holdSeconds?: number
  /** Share of the tokens of earlier turns that were still in the prompt cache of the replica, percent. */
  readonly cachedPercent: number
  readonly cpuUsd: number
  readonly gpuUsd: number
}

/** A node group's day. */
export interface GroupDay {
  readonly name: string
  readonly nodeClass: 'cpu' | 'gpu'
  readonly capacity: 'spot' | 'on-demand'
  readonly most: number
  readonly nodeHours: number
  readonly usd: number
}

/** Purchase types of a class of nodes. */
export interface SpotShare {
  readonly nodeClass: 'cpu' | 'gpu'
  /** Of the hours of all nodes; absent if there was none. */
  readonly ofHoursPercent?: number
  /** In the minute with the most nodes. */
  readonly atMostNodes: { readonly spot: number; readonly onDemand: number }
}

/** A cluster's day. */
export interface DayResult {
  readonly cluster: string
  readonly tenants: readonly TenantDay[]
  readonly groups: readonly GroupDay[]
  readonly spot: readonly SpotShare[]
  readonly usd: number
  /** Of that, nobody's: the platform's pods and room that was empty. */
  readonly commonUsd: number
  /** Start of the minute with the most questions in flight. Seconds since midnight. */
  readonly busiestAt: number
  /** Pods without a node at midnight. */
  readonly pending: number
  /** Launches of spot nodes that AWS refused. */
  readonly refusedLaunches: number
  readonly moments: readonly Moment[]
}

interface Finished {
  readonly cluster: ClusterInput
  readonly tenants: readonly { readonly input: TenantInput; readonly serving?: Serving }[]
  readonly ledger: Ledger
  readonly moments: readonly Moment[]
  readonly pending: number
  readonly refused: number
}

/** Sums a finished day up. */
export function resultOf({ cluster, tenants, ledger, moments, pending, refused }: Finished): DayResult {
  const bills = [...ledger.tenants.values()].reduce((sum, { cpuUsd, gpuUsd }) => sum + cpuUsd + gpuUsd, 0)
  return {
    cluster: cluster.name,
    tenants: tenants.map(({ input, serving }) => tenantDay(input, serving, ledger, moments)),
    groups: cluster.groups.flatMap((input) => {
      const bill = ledger.groups.get(input)
      const { name, nodeClass, capacity } = input.group
      return bill
        ? [
            {
              name,
              nodeClass,
              capacity,
              most: bill.most,
              nodeHours: bill.nodeSeconds / 3600,
              usd: bill.usd,
            },
          ]
        : []
    }),
    spot: (['cpu', 'gpu'] as const).map((nodeClass) => spotShare(nodeClass, ledger, moments)),
    usd: ledger.usd,
    commonUsd: ledger.usd - bills,
    busiestAt: busiest(moments),
    pending,
    refusedLaunches: refused,
    moments,
  }
}

function tenantDay(
  { id, tier, users }: TenantInput,
  serving: Serving | undefined,
  ledger: Ledger,
  moments: readonly Moment[],
): TenantDay {
  const tally = serving?.tally ?? emptyTally()
  const { waits, heldWaits, earlierTokens, cachedTokens, ...counts } = tally
  const server = serving?.workload.input
  const replicas = server ? moments.map((one) => one.replicas[`${id}/${server.name}`] ?? 0) : [0]
  const holdSeconds = server?.scaling.holdSeconds
  return {
    id,
    tier,
    users,
    ...(server ? { server: server.name } : {}),
    replicas: { fewest: Math.min(...replicas), most: Math.max(...replicas) },
    ...counts,
    waits: waitsOf(waits),
    heldWaits: waitsOf(heldWaits),
    ...(holdSeconds !== undefined && Number.isFinite(holdSeconds) ? { holdSeconds } : {}),
    cachedPercent: earlierTokens === 0 ? 0 : (100 * cachedTokens) / earlierTokens,
    ...(ledger.tenants.get(id) ?? { cpuUsd: 0, gpuUsd: 0 }),
  }
}

/** Percentiles by the nearest rank; 0 of nothing. */
export function waitsOf(waits: readonly number[]): Waits {
  const sorted = [...waits].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
  return { p50: at(0.5), p95: at(0.95), max: at(1) }
}

function spotShare(nodeClass: 'cpu' | 'gpu', ledger: Ledger, moments: readonly Moment[]): SpotShare {
  const bills = [...ledger.groups].filter(([{ group }]) => group.nodeClass === nodeClass)
  const seconds = (capacity?: string) =>
    bills.reduce(
      (sum, [{ group }, bill]) =>
        capacity === undefined || group.capacity === capacity ? sum + bill.nodeSeconds : sum,
      0,
    )
  const counts = moments.map(({ nodes }) =>
    nodeClass === 'cpu'
      ? { spot: nodes.cpuSpot, onDemand: nodes.cpuOnDemand }
      : { spot: nodes.gpuSpot, onDemand: nodes.gpuOnDemand },
  )
  const all = ({ spot, onDemand }: SpotShare['atMostNodes']) => spot + onDemand
  return {
    nodeClass,
    ...(seconds() > 0 ? { ofHoursPercent: (100 * seconds('spot')) / seconds() } : {}),
    atMostNodes: counts.reduce((most, one) => (all(one) > all(most) ? one : most), { spot: 0, onDemand: 0 }),
  }
}

function busiest(moments: readonly Moment[]): number {
  const total = ({ inFlight }: Moment) => Object.values(inFlight).reduce((sum, one) => sum + one, 0)
  let most = moments[0]
  for (const one of moments) if (!most || total(one) > total(most)) most = one
  return most?.at ?? 0
}
