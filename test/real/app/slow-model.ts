import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Pod } from './pod.ts'
import { llamaServer } from './processes.ts'

/** A model that answers as slowly as a test wants, independent of the machine's speed. */
export interface HeldModel {
  /** Lets it go on for moments until something holds; then it is stopped. */
  moments(holds: () => boolean): Promise<void>
  /** Lets it go on for good. */
  release(): void
}

/** Processor time of a moment, in hundredths of a second: some dozens of words. */
const momentTicks = 2

/**
 * Stops the llama-server of a model. A moment is processor time, not time: without a request it does not pass, and Ollama's
 * ping before a request, for which it waits ten seconds, is answered within one.
 */
export function holdModel(pod: Pod, model: string): HeldModel {
  const { pid } = llamaServer(pod, model)
  const stop = () => process.kill(pid, 'SIGSTOP')
  const go = () => process.kill(pid, 'SIGCONT')
  stop()
  return {
    moments: async (holds) => {
      const deadline = Date.now() + 150_000
      while (!holds()) {
        const from = ticks(pid)
        go()
        while (!holds() && ticks(pid) < from + momentTicks) {
          if (Date.now() > deadline) throw new Error(`${model} has said nothing`)
          await sleep(2)
        }
        stop()
        for (let wait = 0; wait < 30 && !holds(); wait++) await sleep(100)
      }
    },
    release: go,
  }
}

/** Processor time of a process, in user mode and in the kernel. */
function ticks(pid: number): number {
  const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')
  const fields = rest.split(' ')
  return Number(fields[11]) + Number(fields[12])
}
