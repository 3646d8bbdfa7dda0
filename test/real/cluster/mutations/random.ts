/** Numbers from 0 to 1, the same for the same seed. */
export type Random = () => number

/** A generator of random numbers. @see https://en.wikipedia.org/wiki/Xorshift */
export function seededRandom(seed: number): Random {
  let state = (seed * 2_654_435_761 + 1) >>> 0 || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state / 2 ** 32
  }
}

/** One of some values. */
export function pick<T>(random: Random, values: readonly T[]): T {
  return values[Math.floor(random() * values.length)] as T
}
