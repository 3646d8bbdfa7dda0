import type { SimulationAssumptions } from './assumptions.ts'
import { simulateDay } from './day.ts'
import type { ClusterInput, Routing } from './inputs.ts'
import type { DayResult } from './result.ts'

/** Share of the earlier turns' tokens that replicas still had, and the waits, under one way of routing. */
export interface RoutedDay {
  readonly routing: Routing
  readonly tenants: readonly {
    readonly id: string
    readonly cachedPercent: number
    readonly waitP95: number
  }[]
}

/** A cluster's day, the same day with a spot loss in its busiest minute, and under each way of routing. */
export interface ClusterStudy {
  readonly day: DayResult
  readonly spotLoss: DayResult
  readonly routings: readonly RoutedDay[]
}

/** Ways of routing that are compared. */
export const routings = [
  'random',
  'round-robin',
  'hash-user',
  'hash-chat',
] as const satisfies readonly Routing[]

/** The way of today: a Service chooses a replica for each new connection. */
export const routingOfDist: Routing = 'random'

/** Simulates a cluster. The same cluster, seed and assumptions give the same figures. */
export function studyCluster(
  cluster: ClusterInput,
  assume: SimulationAssumptions,
  seed: number,
): ClusterStudy {
  const days = new Map<Routing, DayResult>()
  for (const routing of routings) days.set(routing, simulateDay(cluster, { assume, seed, routing }))
  const day = days.get(routingOfDist)
  if (!day) throw new Error(`${routingOfDist} is not among the ways of routing that are compared`)
  return {
    day,
    spotLoss: simulateDay(cluster, {
      assume,
      seed,
      routing: routingOfDist,
      scenario: { spotLossAt: day.busiestAt },
    }),
    routings: [...days].map(([routing, { tenants }]) => ({
      routing,
      tenants: tenants
        .filter(({ replicas }) => replicas.most > 1)
        .map(({ id, cachedPercent, waits }) => ({ id, cachedPercent, waitP95: waits.p95 })),
    })),
  }
}
