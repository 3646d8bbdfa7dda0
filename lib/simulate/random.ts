/** Numbers that look random and are the same in each run. */
export interface Random {
  /** From 0 up to, and never, 1. */
  next(): number
  /** Exponentially distributed with the given mean. */
  exponential(mean: number): number
  /** A generator of its own for a part: the numbers of one part do not depend on how many another took. */
  part(name: string): Random
}

/**
 * A generator by its seed: mulberry32, 32 bits of state.
 *
 * @see https://github.com/cprosche/mulberry32
 */
export function randomOf(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    next,
    exponential: (mean) => -mean * Math.log(1 - next()),
    part: (name) => randomOf(hash(name, seed)),
  }
}

/**
 * A 32-bit hash of text: FNV-1a, then murmur3's last step, without which similar names have similar hashes.
 *
 * @see http://www.isthe.com/chongo/tech/comp/fnv/
 * @see https://github.com/aappleby/smhasher/blob/master/src/MurmurHash3.cpp
 */
export function hash(text: string, seed = 0): number {
  let mixed = (0x811c9dc5 ^ seed) >>> 0
  for (let index = 0; index < text.length; index += 1) {
    mixed = Math.imul(mixed ^ text.charCodeAt(index), 0x01000193) >>> 0
  }
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
