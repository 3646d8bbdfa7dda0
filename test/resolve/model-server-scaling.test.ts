import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { resolveOllama } from '../../lib/resolve/ollama.ts'
import type { ResolvedScale } from '../../lib/resolve/pod-types.ts'
import { servingTimes } from '../../lib/resolve/serving-times.ts'
import { resolveTenant } from '../../lib/resolve/tenant.ts'
import { completeTenant } from '../../lib/spec/complete.ts'
import type { TenantSpec } from '../../lib/spec/index.ts'
import { cluster, tenantSpec } from '../support/arbitrary.ts'
import { playAutoscaler, type Use } from '../support/autoscaler.ts'
import { plain } from '../support/fleet.ts'

/** Scale of a standard tenant's server that may have more than one replica. */
function scaleOf(spec: TenantSpec): ResolvedScale {
  const server = resolveOllama(completeTenant(spec), cluster).find(({ nodeClass }) => nodeClass === 'cpu')
  if (!server) throw new Error('a tenant has a server on CPU')
  return server.scale
}
const scale = scaleOf({ ...plain, expectedUsers: 200 })
/** Answers under way keep every core of the replicas busy that have one, be it one or ten. */
const answers =
  (underWay: (second: number) => number): Use =>
  (second, replicas) =>
    (100 * Math.min(replicas, underWay(second))) / replicas
const most = (replicas: readonly number[]) => Math.max(...replicas)
const hour = 3600

describe('model servers are scaled by what waits, not by an answer', () => {
  test('the longest answer alone adds no replica, whenever it comes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), (start) => {
        const one = answers((at) => (at >= start && at < start + servingTimes.answer ? 1 : 0))
        expect(most(playAutoscaler(scale, one, 2 * hour))).toBe(1)
      }),
    )
  })
  test('answers that come and go without a queue add none', () => {
    const often = answers((at) => (at % 400 < 280 ? 1 : 0))
    expect(most(playAutoscaler(scale, often, 3 * hour))).toBe(1)
  })
  test('without the longer look the same answer would', () => {
    const one = answers((at) => (at >= 600 && at < 720 ? 1 : 0))
    const { upAfterSeconds: _, ...hasty } = scale
    expect(most(playAutoscaler(hasty, one, hour))).toBeGreaterThan(1)
  })
  test('a queue that lasts adds replicas, within ten minutes the first and up to what it needs', () => {
    const queue = answers((at) => (at >= 600 && at < 600 + hour ? 3 : 0))
    const replicas = playAutoscaler(scale, queue, 2 * hour)
    expect(replicas[Math.ceil((600 + 600) / 15)]).toBeGreaterThan(1)
    expect(most(replicas)).toBeGreaterThanOrEqual(3)
    expect(most(replicas)).toBeLessThanOrEqual(scale.max)
  })
  test('afterwards they go, one a minute, down to the fewest', () => {
    const queue = answers((at) => (at < hour ? 4 : 0))
    const replicas = playAutoscaler(scale, queue, 2 * hour)
    expect(replicas.at(-1)).toBe(scale.min)
    const steps = replicas.slice(1).map((count, index) => count - (replicas[index] ?? 0))
    expect(Math.min(...steps)).toBe(-1)
  })
})

test('every model server has whole cores: as many threads as it asks for, and no more than it may use', () => {
  fc.assert(
    fc.property(tenantSpec, (spec) => {
      for (const { container, pod, proxy, env, scale, nodeClass } of resolveTenant(spec, cluster).ollama) {
        const threads = Number(env['LLAMA_ARG_THREADS'])
        expect(Number.isInteger(threads) && threads >= 1).toBe(true)
        expect(container).toMatchObject({ cpuMillis: threads * 1000, cpuLimitMillis: threads * 1000 })
        expect(pod.cpuMillis).toBe(container.cpuMillis + proxy.container.cpuMillis)
        expect(pod.memoryBytes).toBe(container.memoryBytes + proxy.container.memoryBytes)
        expect(scale.cpuOf).toBe(nodeClass === 'cpu' ? 'ollama' : undefined)
      }
    }),
  )
})

test('what ends a pod, its proxy’s connections and its client agree', () => {
  const { leave, answer, clientIdle, idle, silence, stop } = servingTimes
  const tenant = resolveTenant(completeTenant(plain), cluster)
  for (const { drainSeconds, graceSeconds } of tenant.ollama) {
    expect(drainSeconds).toBeGreaterThan(leave + answer)
    expect(graceSeconds).toBeGreaterThanOrEqual(drainSeconds + stop)
    // The autoscaler of nodes waits no longer for a pod.
    expect(graceSeconds).toBeLessThan(600)
  }
  expect(leave).toBeGreaterThan(clientIdle)
  expect(idle).toBeGreaterThan(clientIdle)
  // The client waits longer than the proxy, whose answer says what is wrong.
  expect(silence).toBeLessThan(Number(tenant.openWebui.env['AIOHTTP_CLIENT_TIMEOUT']))
})
