import {
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** Another process holds the lock and does not give it back. */
export class LockedError extends Error {}

interface Holder {
  readonly pid: number
  readonly host: string
  /** Time of the process's start, in ticks since the machine's: another process may get the same number later. */
  readonly started: string
  readonly released?: true
}

interface LockOptions {
  /** Milliseconds until {@link LockedError}. */
  readonly waitMs?: number
  /** Called once when another process holds it. */
  readonly onWait?: (pid: number) => void
}

/** A lock of another machine that is older counts as left behind, milliseconds. */
const foreignMs = 3600 * 1000

/**
 * Takes a lock that only one process has at a time; one that a killed process left is free. Each holder writes the file
 * with the next number. Only the holder of a higher number removes lower ones, so two that take over at once cannot both
 * succeed.
 *
 * @param folder holds the lock's files and nothing else
 * @returns gives it back
 */
export async function takeLock(
  folder: string,
  { waitMs = 600_000, onWait }: LockOptions = {},
): Promise<() => void> {
  mkdirSync(folder, { recursive: true })
  const until = Date.now() + waitMs
  for (let isFirst = true; ; isFirst = false) {
    const last = lastOf(folder)
    const holder = last === 0 ? undefined : holderOf(join(folder, String(last)))
    if (!holder) {
      const mine = claim(folder, last + 1)
      if (mine) return mine
      continue
    }
    if (isFirst) onWait?.(holder.pid)
    if (Date.now() > until)
      throw new LockedError(
        `process ${holder.pid} on ${holder.host} still writes; if it does not, remove ${folder}`,
      )
    await sleep(50)
  }
}

/** Undefined when another process was faster. */
function claim(folder: string, number: number): (() => void) | undefined {
  const file = join(folder, String(number))
  const aside = join(folder, `aside-${process.pid}-${performance.now()}`)
  const me: Holder = { pid: process.pid, host: hostname(), started: startOf(process.pid) ?? '' }
  writeFileSync(aside, JSON.stringify(me))
  try {
    linkSync(aside, file)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return undefined
    throw cause
  } finally {
    rmSync(aside, { force: true })
  }
  // Removed by a later holder after this process looked.
  if (lastOf(folder) !== number) {
    rmSync(file, { force: true })
    return undefined
  }
  for (const name of readdirSync(folder))
    if (Number(name) < number) rmSync(join(folder, name), { force: true })
  return () => {
    writeFileSync(aside, JSON.stringify({ ...me, released: true } satisfies Holder))
    renameSync(aside, file)
  }
}

function lastOf(folder: string): number {
  return Math.max(0, ...readdirSync(folder).map(Number).filter(Number.isSafeInteger))
}

/** The process that holds it; undefined when it has given it back or no longer runs. */
function holderOf(file: string): Holder | undefined {
  try {
    const holder = JSON.parse(readFileSync(file, 'utf8')) as Holder
    if (holder.released) return undefined
    if (holder.host !== hostname())
      return Date.now() - statSync(file).mtimeMs < foreignMs ? holder : undefined
    return runs(holder.pid) && (startOf(holder.pid) ?? holder.started) === holder.started ? holder : undefined
  } catch {
    // Removed by a later holder, or torn with the machine.
    return undefined
  }
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Undefined where the system does not say. */
function startOf(pid: number): string | undefined {
  try {
    // The name before may hold spaces and brackets.
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')[19]
  } catch {
    return undefined
  }
}
