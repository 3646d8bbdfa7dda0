import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { KubeObject } from '../../lib/kube/object.ts'
import { clusterManifests } from '../../lib/pipeline/units.ts'
import { resolveCluster } from '../../lib/resolve/cluster.ts'
import { resolveFleet } from '../../lib/resolve/fleet.ts'
import { nodeRules } from '../../lib/simulate/node-rules.ts'
import { parseDuration } from '../../lib/simulate/objects.ts'
import { presences, presentAt } from '../../lib/simulate/profile.ts'
import { PromptCache } from '../../lib/simulate/prompt-cache.ts'
import { hash, randomOf } from '../../lib/simulate/random.ts'
import { waitsOf } from '../../lib/simulate/result.ts'
import { Router } from '../../lib/simulate/routing.ts'
import { Timeline } from '../../lib/simulate/timeline.ts'
import { clusters } from '../support/fleet.ts'

describe('the timeline', () => {
  test('runs events in the order of their time, and those of one moment as they were added', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { maxLength: 200 }), (times) => {
        const timeline = new Timeline()
        const seen: (readonly [number, number])[] = []
        times.forEach((at, index) => {
          timeline.at(at, () => seen.push([timeline.now, index]))
        })
        timeline.runUntil(50)
        const sorted = times
          .map((at, index) => [at, index] as const)
          .sort((a, b) => a[0] - b[0] || a[1] - b[1])
        expect(seen).toEqual(sorted)
      }),
    )
  })

  test('an event of the past runs now, one of the future not yet', () => {
    const timeline = new Timeline()
    const seen: number[] = []
    timeline.at(10, () => timeline.at(3, () => seen.push(timeline.now)))
    timeline.at(21, () => seen.push(timeline.now))
    timeline.runUntil(20)
    expect(seen).toEqual([10])
  })
})

describe('random numbers', () => {
  test('are spread evenly, and exponential ones have their mean', () => {
    const random = randomOf(7)
    const many = Array.from({ length: 20_000 }, () => random.next())
    const tenths = Array.from(
      { length: 10 },
      (_, tenth) => many.filter((one) => Math.floor(10 * one) === tenth).length,
    )
    for (const count of tenths) expect(Math.abs(count - 2000)).toBeLessThan(200)
    const sum = Array.from({ length: 20_000 }, () => random.exponential(30)).reduce((a, b) => a + b, 0)
    expect(sum / 20_000).toBeCloseTo(30, 0)
  })

  test('of a part do not depend on how many others took', () => {
    const [one, two] = [randomOf(3), randomOf(3)]
    two.next()
    expect(one.part('acme').next()).toBe(two.part('acme').next())
    expect(one.part('acme').next()).not.toBe(one.part('globex').next())
  })
})

describe('presence', () => {
  test('as many as expected are there at noon, none in the night, and never more', () => {
    const people = presences(40, 10)
    expect(presentAt(people, 12 * 3600)).toBe(40)
    for (const hour of [0, 6.9, 17.1, 23]) expect(presentAt(people, hour * 3600)).toBe(0)
  })

  test('counts those whose presence covers the second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 80 }), fc.nat(86_400), (users, second) => {
        const people = presences(users, 10)
        const counted = people.filter(({ from, to }) => from <= second && second < to).length
        expect(presentAt(people, second)).toBe(counted)
      }),
    )
  })
})

describe('routing by hash', () => {
  const replicas = Array.from({ length: 6 }, (_, index) => ({ id: `pod-${index}` }))
  const router = new Router('hash-chat', randomOf(1))
  const keys = Array.from({ length: 3000 }, (_, index) => `chat-${index}`)
  const of = (all: readonly { readonly id: string }[]) =>
    keys.map((chat) => router.choose(all, { chat, user: 'anybody' })?.id)

  test('spreads chats evenly', () => {
    const counts = replicas.map(({ id }) => of(replicas).filter((one) => one === id).length)
    for (const count of counts) expect(Math.abs(count - 500)).toBeLessThan(100)
  })

  test('moves only the chats of a replica that goes', () => {
    const gone = replicas[2]?.id
    const [before, after] = [of(replicas), of(replicas.filter(({ id }) => id !== gone))]
    const moved = before.filter((one, index) => one !== after[index])
    expect(new Set(moved)).toEqual(new Set([gone]))
  })

  test('finds no replica where there is none', () => {
    expect(router.choose([], { chat: 'a', user: 'b' })).toBeUndefined()
    expect(hash('a')).not.toBe(hash('b'))
  })
})

describe('the prompt cache of a replica', () => {
  const serving = { parallel: 2, kvBytesPerToken: 1, promptCacheBytes: 100, contextTokens: 1000 }

  test('has the earlier turns of the chats in its slots, and of those that memory still holds', () => {
    const cache = new PromptCache(serving)
    cache.ask('a', 0, 60)
    cache.ask('b', 0, 60)
    cache.ask('c', 0, 60)
    // Both slots are others’ now; the chat is in memory, which has room for one of 60 tokens.
    expect(cache.ask('a', 60, 90)).toBe(60)
    cache.ask('d', 0, 60)
    cache.ask('e', 0, 60)
    expect(cache.ask('b', 60, 90)).toBe(0)
  })

  test('never has more of a chat than there was', () => {
    const cache = new PromptCache(serving)
    cache.ask('a', 0, 5000)
    expect(cache.ask('a', 5000, 6000)).toBe(1000)
    expect(cache.ask('new', 0, 10)).toBe(0)
  })
})

describe('the cluster autoscaler’s rules', () => {
  const cluster = resolveCluster(clusters.east, [clusters.hub, clusters.east, clusters.west])
  const objects = clusterManifests(cluster)
    .filter(({ path }) => path.includes('/cluster-autoscaler/'))
    .flatMap((manifest): readonly KubeObject[] => manifest.objects)
  const rules = nodeRules(objects, cluster.eks?.clusterName ?? '')

  test('are those of the flags in dist, and the documented defaults', () => {
    expect(rules).toMatchObject({
      scanSeconds: 10,
      unneededSeconds: 600,
      delayAfterAddSeconds: 600,
      backoffSeconds: 300,
      unneededShare: 0.5,
    })
    const changed = JSON.parse(JSON.stringify(objects).replace('unneeded-time=10m', 'unneeded-time=4m30s'))
    expect(nodeRules(changed, 'paddock-us-east-1').unneededSeconds).toBe(270)
  })

  test('every group has a priority, and spot groups have the higher one', () => {
    const priorities = resolveFleet(clusters.east.nodeGroups).groups.map((group) => ({
      capacity: group.capacity,
      priority: rules.priorityOf(group),
    }))
    const of = (capacity: string) =>
      new Set(priorities.flatMap((one) => (one.capacity === capacity ? [one.priority] : [])))
    expect([of('spot'), of('on-demand')]).toEqual([new Set([20]), new Set([10])])
    expect(nodeRules(objects, 'foreign').priorityOf({ name: 'c5-2xlarge-spot' })).toBeUndefined()
  })
})

test('durations are those of Go', () => {
  const all = ['10m', '1h30m0s', '600s', '200ms', '1.5h', 'ten', '', '5'].map(parseDuration)
  expect(all).toEqual([600, 5400, 600, 0.2, 5400, undefined, undefined, undefined])
})

test('percentiles are by the nearest rank', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index)
  expect(waitsOf(hundred)).toEqual({ p50: 50, p95: 95, max: 100 })
  expect(waitsOf([])).toEqual({ p50: 0, p95: 0, max: 0 })
  expect(waitsOf([7])).toEqual({ p50: 7, p95: 7, max: 7 })
})
