import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Asks until nothing is missing or the time is over; returns the items that are still missing. A question that fails
 * counts as missing: servers refuse connections until they are up. An error of `alive` ends it.
 */
export async function waitUntilNone(
  missing: () => Promise<readonly string[]>,
  seconds: number,
  alive: () => void = () => undefined,
): Promise<readonly string[]> {
  const end = Date.now() + seconds * 1000
  for (;;) {
    alive()
    const found = await missing().catch((cause: unknown) => [String(cause)])
    if (found.length === 0 || Date.now() > end) return found
    await sleep(500)
  }
}
