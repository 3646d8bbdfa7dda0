import { describe, expect, test } from 'vitest'
import { longestWake } from '../../lib/catalog/waits.ts'
import { neededWakeSeconds } from '../../lib/resolve/wake.ts'
import { checkFleet } from '../../lib/rules/index.ts'
import { completeTenant } from '../../lib/spec/complete.ts'
import type { TenantSpec } from '../../lib/spec/index.ts'
import { fleetOf, plain } from '../support/fleet.ts'

const premium = { ...plain, tier: 'premium', models: ['llama3:70b'] } as TenantSpec
const needed = neededWakeSeconds(completeTenant(premium))
const of = (spec: object) =>
  checkFleet(fleetOf([{ ...premium, ...spec } as TenantSpec])).filter(({ code }) =>
    ['wake-budget', 'gpu-scale', 'no-effect'].includes(code),
  )
const foundIn = (spec: object) => of(spec).map(({ code, field }) => `${code} ${field}`)

describe('a request is held no shorter than a start takes', () => {
  test.each<[string, object, string[]]>([
    ['computed', {}, []],
    ['exactly what is needed', { wakeSeconds: needed }, []],
    ['a second less', { wakeSeconds: needed - 1 }, ['wake-budget wakeSeconds']],
    ['the longest', { wakeSeconds: longestWake }, []],
    [
      'of a server that never sleeps',
      { wakeSeconds: needed, gpuReplicas: { min: 1, max: 1 } },
      ['no-effect wakeSeconds'],
    ],
  ])('%s', (_, spec, expected) => {
    expect(foundIn(spec)).toEqual(expected)
  })
  test('models that take too long to read must stay awake', () => {
    const slow = { models: ['llama3:70b', 'llama3.3:70b', 'qwen3:32b'] }
    expect(neededWakeSeconds(completeTenant({ ...premium, ...slow } as TenantSpec))).toBeGreaterThan(
      longestWake,
    )
    expect(foundIn(slow)).toContain('wake-budget models')
    expect(foundIn({ ...slow, gpuReplicas: { min: 1, max: 1 } })).toEqual([])
  })
})

describe('a GPU server scales out on nodes that its fleet has', () => {
  test('as many as the groups hold, and no more', () => {
    expect(foundIn({ gpuReplicas: { min: 0, max: 1 } })).toEqual([])
    const found = of({ gpuReplicas: { min: 0, max: 10 } })
    expect(found.map(({ code, field }) => `${code} ${field}`)).toContain('gpu-scale gpuReplicas.max')
  })
})
