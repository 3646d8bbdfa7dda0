import { describe, expect, test } from 'vitest'
import { durations } from '../../lib/catalog/recovery.ts'
import { startMinutes } from '../../lib/resolve/model-start.ts'
import { simulateDay } from '../../lib/simulate/day.ts'
import type { ClusterInput, Routing, Scenario } from '../../lib/simulate/inputs.ts'
import type { DayResult } from '../../lib/simulate/result.ts'
import type { TenantSpec } from '../../lib/spec/index.ts'
import { plain } from '../support/fleet.ts'
import { clusterAsDrawn, clusterOf, figures, holdSeconds, premium } from './fleet.ts'

const assume = figures.day
const noon = 12 * 3600

interface Choices {
  readonly seed?: number
  readonly routing?: Routing
  readonly scenario?: Scenario
  readonly questions?: Readonly<Record<string, readonly number[]>>
}

function day(cluster: ClusterInput, { seed = 1, routing = 'random', ...more }: Choices = {}): DayResult {
  return simulateDay(cluster, { assume, seed, routing, ...more })
}

/** The same tenants, of whom nobody comes. */
function deserted(cluster: ClusterInput): ClusterInput {
  return { ...cluster, tenants: cluster.tenants.map((one) => ({ ...one, users: 0 })) }
}

function only<T>(items: readonly T[]): T {
  const [first] = items
  if (first === undefined || items.length !== 1) throw new Error(`${items.length} instead of one`)
  return first
}

describe('an idle premium tenant', () => {
  const result = day(deserted(clusterOf([premium])))

  test('has no model server on a GPU, no GPU node, and pays 0 USD for GPUs', () => {
    const wonka = only(result.tenants)
    expect(wonka).toMatchObject({
      server: 'ollama-gpu',
      replicas: { fewest: 0, most: 0 },
      gpuUsd: 0,
      asked: 0,
    })
    expect(result.groups.filter(({ nodeClass }) => nodeClass === 'gpu')).toEqual([])
  })

  test('pays for its page, its bus and the server that embeds its documents', () => {
    expect(only(result.tenants).cpuUsd).toBeGreaterThan(0)
  })
})

describe('a cold question', () => {
  const cluster = deserted(clusterOf([premium]))
  // Neither KEDA’s poll nor the autoscaler’s scan comes at this second.
  const asked = noon + 7
  const result = day(cluster, { questions: { wonka: [asked] } })
  const wonka = only(result.tenants)

  test('is held, and answered within the interceptor’s budget', () => {
    expect(wonka).toMatchObject({ asked: 1, held: 1, answered: 1, heldFailed: 0, holdSeconds })
    expect(wonka.heldWaits.max).toBeLessThanOrEqual(holdSeconds)
  })

  test('waits for a push, a scan, a node, an image and the start of its model', () => {
    const [scan, image] = [10, 3.5e9 / 100e6]
    const model = 60 * startMinutes('gpu', ['phi4:14b'], 'there')
    const least = 1 + durations.gpuNodeBoot.seconds + image + model
    expect(wonka.heldWaits.max).toBeGreaterThanOrEqual(least)
    expect(wonka.heldWaits.max).toBeLessThanOrEqual(least + scan)
  })

  test('keeps a replica for ten minutes, and its node for ten more', () => {
    const at = (second: number) => result.moments.find((one) => one.at === second)
    const replicas = (minute: number) => at(noon + 60 * minute)?.replicas['wonka/ollama-gpu']
    const gpuNodes = (minute: number) => {
      const nodes = at(noon + 60 * minute)?.nodes
      return nodes ? nodes.gpuSpot + nodes.gpuOnDemand : undefined
    }
    // About twelve minutes of start and half a minute of answer.
    expect([replicas(-1), replicas(1), replicas(20), replicas(26)]).toEqual([0, 1, 1, 0])
    expect([gpuNodes(-1), gpuNodes(1), gpuNodes(26), gpuNodes(30), gpuNodes(40)]).toEqual([0, 1, 1, 1, 0])
  })

  test('pays for its GPU node until the node ends, empty minutes included', () => {
    const gpu = result.groups.filter(({ nodeClass }) => nodeClass === 'gpu')
    expect(gpu.reduce((sum, { usd }) => sum + usd, 0)).toBeCloseTo(wonka.gpuUsd, 9)
    // About half a minute of answer, ten minutes idle, ten unneeded, and twelve to start.
    expect(gpu.reduce((sum, { nodeHours }) => sum + nodeHours, 0)).toBeGreaterThan(30 / 60)
  })

  test.each(['phi4:14b', 'llama3:70b', 'llama3.3:70b'] as const)(
    'of %s is answered within the budget of its own objects',
    (model) => {
      const drawn = deserted(clusterAsDrawn([{ ...premium, models: [model] } as TenantSpec]))
      const cold = only(day(drawn, { questions: { wonka: [asked] } }).tenants)
      expect(cold).toMatchObject({ held: 1, answered: 1, heldFailed: 0 })
      expect(cold.heldWaits.max).toBeLessThanOrEqual(cold.holdSeconds ?? 0)
    },
  )

  test('fails when the budget is shorter than the start', () => {
    const short = {
      ...cluster,
      tenants: cluster.tenants.map((tenant) => ({
        ...tenant,
        workloads: tenant.workloads.map((one) => ({ ...one, scaling: { ...one.scaling, holdSeconds: 300 } })),
      })),
    }
    const late = only(day(short, { questions: { wonka: [asked] } }).tenants)
    expect(late).toMatchObject({ held: 1, answered: 0, expired: 1, heldFailed: 1 })
  })
})

describe('node groups', () => {
  const busy = { ...plain, expectedUsers: 400, scaling: { ollama: { min: 4, max: 10 } } }
  const tenants = ['one', 'two', 'three', 'four'].map((id) => ({ ...busy, id }))
  const cpu = { types: ['c5.2xlarge' as const], min: 3, desired: 5, max: 10, onDemandPercent: 30 }
  const full = clusterOf(tenants, { cpu })

  test('at the fleet’s maximum, 30 % of the nodes are on demand and 70 % are spot', () => {
    const result = day(full)
    expect(result.spot.find(({ nodeClass }) => nodeClass === 'cpu')?.atMostNodes).toEqual({
      spot: 7,
      onDemand: 3,
    })
    expect(result.pending).toBeGreaterThan(0)
  })

  test('another share gives another fleet', () => {
    const result = day(clusterOf(tenants, { cpu: { ...cpu, onDemandPercent: 50 } }))
    expect(result.spot.find(({ nodeClass }) => nodeClass === 'cpu')?.atMostNodes).toEqual({
      spot: 5,
      onDemand: 5,
    })
  })

  test('below the maximum spot groups grow first, and on-demand groups where AWS has no spot', () => {
    const cluster = clusterOf([premium])
    const [normal, without] = [
      day(cluster),
      day(cluster, { scenario: { noSpot: { from: 0, to: 86_400 } } }),
    ].map(({ groups, refusedLaunches, tenants }) => ({
      bought: [...new Set(groups.flatMap((one) => (one.nodeClass === 'gpu' ? [one.capacity] : [])))],
      refusedLaunches,
      failed: tenants.map(({ heldFailed, expired }) => heldFailed + expired),
    }))
    expect(normal).toEqual({ bought: ['spot'], refusedLaunches: 0, failed: [0] })
    expect(without).toMatchObject({ bought: ['on-demand'], failed: [0] })
    expect(without?.refusedLaunches).toBeGreaterThan(0)
  })
})

describe.each([1, 2, 3, 4])('the loss of a spot node in the busiest minute, seed %i', (seed) => {
  // So few that one replica suffices: without it nobody is served.
  const cluster = clusterOf([{ ...premium, expectedUsers: 6 }])
  const before = day(cluster, { seed })
  const after = day(cluster, { seed, scenario: { spotLossAt: before.busiestAt } })
  const [was, is] = [only(before.tenants), only(after.tenants)]

  test('loses no question that is held', () => {
    expect(was).toMatchObject({ heldFailed: 0, lost: 0, cut: 0 })
    expect(was.replicas.most).toBe(1)
    expect(is.held).toBeGreaterThan(was.held)
    expect(is).toMatchObject({ heldFailed: 0, refused: 0, expired: 0 })
  })

  test('fails only questions that the pod had accepted before the notice', () => {
    const accepted = before.moments.find(({ at }) => at === before.busiestAt)?.inFlight['wonka'] ?? 0
    expect(accepted).toBeGreaterThan(0)
    expect(is.cut + is.lost).toBeLessThanOrEqual(accepted)
    expect(is.answered + is.cut + is.lost).toBe(is.asked)
  })

  test('holds questions until another node has the model', () => {
    expect(is.heldWaits.max).toBeGreaterThan(durations.gpuNodeBoot.seconds)
    expect(is.heldWaits.max).toBeLessThanOrEqual(holdSeconds)
  })
})

describe('routing over replicas', () => {
  const many = {
    ...plain,
    expectedUsers: 60,
    scaling: { ollama: { min: 4, max: 4 } },
    inference: { parallelRequests: 4 },
  }
  const cluster = clusterOf([many])
  const cached = (routing: Routing) => only(day(cluster, { routing }).tenants).cachedPercent

  test('by chat or by user finds far more of the earlier turns than by turns', () => {
    const [turns, chat, user] = [cached('round-robin'), cached('hash-chat'), cached('hash-user')]
    expect(chat).toBeGreaterThan(1.5 * turns)
    expect(user).toBeGreaterThan(1.5 * turns)
  })

  test('a replica chosen at random is no better than one chosen by turns', () => {
    expect(Math.abs(cached('random') - cached('round-robin'))).toBeLessThan(8)
  })
})

describe('a day', () => {
  const cluster = clusterOf([premium, { ...plain, expectedUsers: 80 }])
  const result = day(cluster)

  test('is the same each time for the same seed, and another for another seed', () => {
    expect(day(cluster)).toEqual(result)
    expect(day(cluster, { seed: 2 })).not.toEqual(result)
  })

  test('accounts for every question', () => {
    for (const { id, asked, answered, refused, expired, lost, cut } of result.tenants) {
      expect({ id, asked }).toEqual({ id, asked: answered + refused + expired + lost + cut })
      expect(asked).toBeGreaterThan(500)
    }
  })

  test('charges every node to a group, and every tenant’s part of it at most once', () => {
    const groups = result.groups.reduce((sum, { usd }) => sum + usd, 0)
    const tenants = result.tenants.reduce((sum, { cpuUsd, gpuUsd }) => sum + cpuUsd + gpuUsd, 0)
    expect(groups).toBeCloseTo(result.usd, 6)
    expect(tenants + result.commonUsd).toBeCloseTo(result.usd, 6)
    expect(result.commonUsd).toBeGreaterThan(0)
  })

  test('keeps each Deployment within its autoscaler’s bounds', () => {
    for (const { id, workloads } of cluster.tenants) {
      for (const { name, scaling } of workloads) {
        const seen = result.moments.map(({ replicas }) => replicas[`${id}/${name}`] ?? 0)
        const least = scaling.activation?.min ?? scaling.hpa?.min ?? scaling.fixed ?? 0
        expect(Math.min(...seen)).toBeGreaterThanOrEqual(least)
        expect(Math.max(...seen)).toBeLessThanOrEqual(scaling.hpa?.max ?? scaling.fixed ?? 0)
      }
    }
  })

  test('never has more nodes of a group than its maximum, nor fewer than its minimum for long', () => {
    for (const { group } of cluster.groups) {
      const bill = result.groups.find(({ name }) => name === group.name)
      expect(bill?.most ?? 0).toBeLessThanOrEqual(group.max)
      expect(bill?.nodeHours ?? 0).toBeGreaterThanOrEqual(group.min * 24 - 0.01)
    }
  })

  test('has nobody asking outside of the busy hours', () => {
    const night = result.moments.filter(({ at }) => at < 7 * 3600 - 60 || at > 20 * 3600)
    expect(night.flatMap(({ inFlight }) => Object.values(inFlight)).filter((count) => count > 0)).toEqual([])
  })
})
