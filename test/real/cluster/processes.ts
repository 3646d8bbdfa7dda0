import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A server that was started for the test. */
export interface Server {
  readonly name: string
  /** Throws, with the end of its log, when the server has ended by itself. */
  check(): void
  /** Asks it to end, and kills it after so many seconds; 5 unless given. */
  stop(seconds?: number): Promise<void>
}

/**
 * Starts a program that runs until it is stopped. It writes its output to `<folder>/<name>.log` and its id to
 * `<folder>/pids`, so that `run` can end it when the test itself was killed.
 */
export function startServer(
  folder: string,
  name: string,
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Server {
  const log = join(folder, `${name}.log`)
  const output = openSync(log, 'a')
  const child = spawn(program, args, { env, stdio: ['ignore', output, output] })
  if (child.pid !== undefined) appendFileSync(join(folder, 'pids'), `${child.pid}\n`)
  let failure: Error | undefined
  child.on('error', (cause) => {
    failure = cause
  })
  return {
    name,
    check: () => {
      if (failure) throw failure
      if (!hasEnded(child)) return
      const end = readFileSync(log, 'utf8').split('\n').slice(-15).join('\n')
      throw new Error(`${name} ended with ${child.exitCode ?? child.signalCode}:\n${end}`)
    },
    stop: (seconds) => stop(child, seconds),
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

async function stop(child: ChildProcess, seconds = 5): Promise<void> {
  if (hasEnded(child) || child.pid === undefined) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), seconds * 1000)
  await ended
  clearTimeout(timer)
}
