import type { Routing } from './inputs.ts'
import { hash, type Random } from './random.ts'

/** Facts of a request by which a replica is chosen. */
export interface Routed {
  readonly chat: string
  readonly user: string
}

/** Chooses replicas, and remembers whose turn it is. */
export class Router {
  readonly #routing: Routing
  readonly #random: Random
  #turn = 0

  constructor(routing: Routing, random: Random) {
    this.#routing = routing
    this.#random = random
  }

  /** One of some replicas; undefined if there is none. */
  choose<T extends { readonly id: string }>(replicas: readonly T[], { chat, user }: Routed): T | undefined {
    switch (this.#routing) {
      case 'random':
        return replicas[Math.floor(this.#random.next() * replicas.length)]
      case 'round-robin':
        return replicas[this.#turn++ % replicas.length]
      case 'hash-chat':
        return highest(replicas, chat)
      case 'hash-user':
        return highest(replicas, user)
    }
  }
}

/**
 * Rendezvous hashing, a consistent hash: a replica that comes or goes moves only the keys that are its own.
 *
 * @see https://en.wikipedia.org/wiki/Rendezvous_hashing
 */
function highest<T extends { readonly id: string }>(replicas: readonly T[], key: string): T | undefined {
  let best: T | undefined
  let most = -1
  for (const one of replicas) {
    const weight = hash(`${key} ${one.id}`)
    if (weight > most) [best, most] = [one, weight]
  }
  return best
}
