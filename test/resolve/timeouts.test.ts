import { expect, test } from 'vitest'
import { longestWake } from '../../lib/catalog/waits.ts'
import { servingTimes } from '../../lib/resolve/serving-times.ts'
import { longestFirstByte, timeouts } from '../../lib/resolve/timeouts.ts'

test('each hop of the table waits at least as long as the next one, for the longest wake', () => {
  const hops = [
    timeouts.balancerIdle,
    timeouts.ingressRead,
    timeouts.openWebuiCall,
    timeouts.gatewayRead(longestWake),
    timeouts.responseHeader,
    timeouts.modelProxyRead,
    timeouts.llamaServer,
  ]
  expect(hops).toEqual([...hops].sort((a, b) => b - a))
})

test('after the longest wake there is time for the longest answer', () => {
  expect(timeouts.openWebuiCall).toBeGreaterThanOrEqual(longestFirstByte + servingTimes.answer)
})

test('the gateway waits for the interceptor’s own two waits together', () => {
  for (const wake of [60, 600, longestWake])
    expect(timeouts.gatewayRead(wake)).toBeGreaterThan(timeouts.wake(wake) + timeouts.responseHeader)
})
