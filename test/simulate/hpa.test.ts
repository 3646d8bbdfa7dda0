import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emptyMemory, type HpaRules, lookOnce, type ScalingRules } from '../../lib/simulate/hpa.ts'
import type { PodReading } from '../../lib/simulate/hpa-metrics.ts'

const open: ScalingRules = {
  windowSeconds: 0,
  select: 'Max',
  tolerance: 0.1,
  policies: [{ type: 'Percent', value: 1000, periodSeconds: 15 }],
}

function rules(
  behavior: { up?: Partial<ScalingRules>; down?: Partial<ScalingRules> } = {},
  max = 100,
): HpaRules {
  return {
    min: 1,
    max,
    metrics: [{ kind: 'utilisation', resource: 'cpu', percent: 50 }],
    behavior: { up: { ...open, ...behavior.up }, down: { ...open, ...behavior.down } },
  }
}

function pods(count: number, percent: number, state: PodReading['state'] = 'ready'): PodReading[] {
  return Array.from({ length: count }, () => ({
    state,
    request: { cpu: 1000, memory: 1000 },
    use: state === 'pending' ? {} : { cpu: 10 * percent, memory: 500 },
  }))
}

function look(of: HpaRules, current: number, all: readonly PodReading[]): number {
  return lookOnce(of, emptyMemory(), 0, current, { replicas: current, pods: all, external: {} })
}

test('twice the target doubles the replicas, half of it halves them', () => {
  // The example of the documentation: 200m for a target of 100m, and 50m.
  expect(look(rules(), 4, pods(4, 100))).toBe(8)
  expect(look(rules(), 4, pods(4, 25))).toBe(2)
})

test('a tenth around the target changes nothing', () => {
  for (const percent of [45, 50, 55]) expect(look(rules(), 4, pods(4, percent))).toBe(4)
  expect(look(rules(), 4, pods(4, 56))).toBe(5)
  // 44 % of four pods are 3.52 pods’ worth: still four.
  expect(look(rules(), 8, pods(8, 43))).toBe(7)
})

test('pending pods count as idle on the way up, so that nothing is asked for twice', () => {
  expect(look(rules(), 4, [...pods(2, 100), ...pods(2, 0, 'pending')])).toBe(4)
  expect(look(rules(), 4, [...pods(2, 250), ...pods(2, 0, 'pending')])).toBe(10)
})

test('ten percent a minute takes ever fewer of 80 pods', () => {
  // https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#scaling-policies, with the controller’s
  // rounding: 80 × 0.9, then 72 × 0.9 cut to a whole number.
  const slow = rules({ down: { policies: [{ type: 'Percent', value: 10, periodSeconds: 60 }] } })
  const memory = emptyMemory()
  let replicas = 80
  const seen = [0, 15, 30, 61, 75, 122].map((now) => {
    const reading = { replicas, pods: pods(replicas, 1), external: {} }
    replicas = lookOnce(slow, memory, now, replicas, reading)
    return replicas
  })
  expect(seen).toEqual([72, 72, 72, 64, 64, 57])
})

test('replicas stay within bounds, and move only towards what is proposed', () => {
  const reading = fc.record({
    count: fc.integer({ min: 1, max: 30 }),
    percent: fc.integer({ min: 0, max: 400 }),
  })
  fc.assert(
    fc.property(
      fc.array(reading, { minLength: 1, maxLength: 40 }),
      fc.nat(600),
      (readings, windowSeconds) => {
        const memory = emptyMemory()
        const of = rules({ down: { windowSeconds } }, 20)
        readings.forEach(({ count, percent }, index) => {
          const current = Math.min(count, 20)
          const next = lookOnce(of, memory, 15 * index, current, {
            replicas: current,
            pods: pods(current, percent),
            external: {},
          })
          expect(next).toBeGreaterThanOrEqual(1)
          expect(next).toBeLessThanOrEqual(20)
          if (percent > 55) expect(next).toBeGreaterThanOrEqual(current)
          if (percent < 45 && windowSeconds > 0)
            expect(next).toBeLessThanOrEqual(Math.max(current, ...[current]))
        })
      },
    ),
  )
})

test('nothing scales from zero but KEDA', () => {
  expect(look(rules(), 0, [])).toBe(0)
})
