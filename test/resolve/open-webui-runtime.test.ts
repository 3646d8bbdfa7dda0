import { expect, test } from 'vitest'
import { environment } from '../support/environment.ts'

const env = environment()
const seconds = (name: string) => Number(env[name])

test('an idle pod asks its database twice a minute, not once a second', () => {
  expect(seconds('TIMER_POLL_INTERVAL')).toBeGreaterThanOrEqual(30)
})

test('no event goes by unannounced between two polls', () => {
  // Read in utils/automations.py of 0.12.4: the scheduler runs on the first beat of the timers after its interval and
  // up to 2 s of jitter; an event is announced for 5 s more than the interval.
  const beat = seconds('TIMER_POLL_INTERVAL')
  const latest = Math.ceil((seconds('SCHEDULER_POLL_INTERVAL') + 2) / beat) * beat
  expect(latest).toBeLessThan(seconds('SCHEDULER_POLL_INTERVAL') + 5)
})

test('nothing that only timers serve is on', () => {
  expect(env).toMatchObject({ ENABLE_SUBAGENTS: 'false', ENABLE_AUTOMATIONS: 'false' })
})

test('users see no microphone and no call while no speech engine is set', () => {
  expect(Object.keys(env).filter((name) => name.startsWith('AUDIO_STT'))).toEqual([])
  expect(env).toMatchObject({ USER_PERMISSIONS_CHAT_STT: 'false', USER_PERMISSIONS_CHAT_CALL: 'false' })
})
