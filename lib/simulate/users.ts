import { servingTimes } from '../resolve/serving-times.ts'
import { meanAnswerSeconds, type SimulationAssumptions } from './assumptions.ts'
import type { Presence } from './profile.ts'
import type { Random } from './random.ts'
import type { Serving } from './serving.ts'
import type { Timeline } from './timeline.ts'

/**
 * People of a tenant. Each asks, waits for the answer, reads it, and asks again while present. So nobody has two questions
 * at the same time, and people ask less often when answers come late. The time to read makes the assumed share of people
 * wait for an answer if no question queues.
 */
export function startUsers(
  timeline: Timeline,
  serving: Serving,
  presences: readonly Presence[],
  assume: SimulationAssumptions,
  random: Random,
): void {
  presences.forEach((presence, index) => {
    const id = `${serving.workload.input.tenant}-${index}`
    const asks = asking(timeline, serving, id, presence, assume, random.part(id))
    timeline.at(presence.from, asks.read)
  })
}

/** One question at a given time, of somebody who then leaves: it shows a cold start. */
export function askOnce(
  timeline: Timeline,
  serving: Serving,
  at: number,
  assume: SimulationAssumptions,
  random: Random,
): void {
  const asks = asking(timeline, serving, `once-${at}`, { from: at, to: at }, assume, random)
  timeline.at(at, asks.ask)
}

function asking(
  timeline: Timeline,
  serving: Serving,
  user: string,
  { to }: Presence,
  assume: SimulationAssumptions,
  random: Random,
): { readonly ask: () => void; readonly read: () => void } {
  const mean = meanAnswerSeconds(assume)
  const readSeconds = (mean * (100 - assume.answeringPercent)) / assume.answeringPercent
  let chats = 0
  let tokens = 0
  const ask = () => {
    if (random.next() < 1 / assume.turnsPerChat || chats === 0) {
      chats += 1
      tokens = 0
    }
    const answerSeconds = Math.min(servingTimes.answer, random.exponential(mean))
    const answerTokens = (answerSeconds * assume.wordsPerSecond) / assume.wordsPerToken
    const before = tokens
    tokens += Math.round(assume.tokensPerQuestion + answerTokens)
    serving.ask({
      user,
      chat: `${user}/${chats}`,
      askedAt: timeline.now,
      answerSeconds,
      tokensBefore: before,
      tokensAfter: tokens,
      held: false,
      done: read,
    })
  }
  const read = () => {
    const next = timeline.now + random.exponential(readSeconds)
    if (next < to) timeline.at(next, ask)
  }
  return { ask, read }
}
