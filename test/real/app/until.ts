import { setTimeout as sleep } from 'node:timers/promises'

/** Waits until something holds; throws after the time with the reason. An error counts as "not yet". */
export async function until(
  state: string,
  seconds: number,
  holds: () => Promise<boolean> | boolean,
  why: () => string = () => '',
  pauseMillis = 250,
): Promise<void> {
  const now = async () => holds()
  for (const deadline = Date.now() + seconds * 1000; Date.now() < deadline; await sleep(pauseMillis))
    if (await now().catch(() => false)) return
  throw new Error(`not within ${seconds} s: ${state}\n${why()}`)
}
