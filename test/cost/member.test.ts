import { expect, test } from 'vitest'
import { assume } from '../../lib/cost/assumptions.ts'
import { gpuHours } from '../../lib/cost/member.ts'

// 22 days of 10 hours and 25 minutes: 229 h 10 min.
const busy = 22 * (10 + 25 / 60)

test('a server that scales to zero runs in busy hours, and until it is given up', () => {
  expect(gpuHours({ min: 0, max: 10 }, 1, assume())).toEqual({ hours: busy, startsPerMonth: 22 })
})

test('users beyond one replica bring another in busy hours, up to the most', () => {
  expect(gpuHours({ min: 0, max: 10 }, 3, assume())).toEqual({ hours: 3 * busy, startsPerMonth: 66 })
  expect(gpuHours({ min: 0, max: 2 }, 3, assume())).toEqual({ hours: 2 * busy, startsPerMonth: 44 })
})

test('the fewest replicas run all month and start never', () => {
  expect(gpuHours({ min: 2, max: 2 }, 1, assume())).toEqual({ hours: 1460, startsPerMonth: 0 })
  expect(gpuHours({ min: 1, max: 3 }, 3, assume())).toEqual({ hours: 730 + 2 * busy, startsPerMonth: 44 })
})

test('busy hours never make a month longer than it is', () => {
  const always = assume({ busyHoursPerDay: 24, busyDaysPerMonth: 31 })
  expect(gpuHours({ min: 0, max: 1 }, 1, always).hours).toBe(730)
})
