import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Container } from '../../../lib/kube/types/kubernetes.ts'

/** A container that runs, and where: enough to run one more command in it. */
export interface Running {
  readonly container: Container
  /** Its first process. */
  readonly child: ChildProcess
  readonly user: number
  readonly group: number
  readonly env: Readonly<Record<string, string>>
  /** Signal by which its image wants to be stopped. */
  readonly stopSignal: NodeJS.Signals
  /** File for the output of its hook, which a kubelet would discard. */
  readonly hookLog: string
}

/** The end of a container: milliseconds since 1970. */
export interface ContainerEnd {
  /** Exit code of the hook; undefined without one, or when it was cut. */
  readonly hookCode?: number | undefined
  /** When the container got its stop signal: right after its hook. */
  readonly signalledAt: number
  readonly endedAt: number
  /** Whether it outlived the grace period. */
  readonly killed: boolean
}

/**
 * Ends a container as the kubelet does: its preStop hook within its namespaces, with its user and environment, then the
 * image's stop signal, then SIGKILL. The hook's time counts as grace period, but for two seconds that are left in any case.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/kubelet/kuberuntime/kuberuntime_container.go killContainer
 */
export async function endContainer(running: Running, graceSeconds: number): Promise<ContainerEnd> {
  const { child, stopSignal } = running
  const began = Date.now()
  const hookCode = await preStop(running, graceSeconds)
  const signalledAt = Date.now()
  const left = Math.max(2000, graceSeconds * 1000 - (signalledAt - began))
  const killed = await stopProcess(child, stopSignal, left)
  return { hookCode, signalledAt, endedAt: Date.now(), killed }
}

/** Sends a signal, and SIGKILL after a time; whether that was needed. */
export async function stopProcess(
  child: ChildProcess,
  signal: NodeJS.Signals,
  milliseconds: number,
): Promise<boolean> {
  let killed = false
  const ended = exitOf(child)
  child.kill(signal)
  const timer = setTimeout(() => {
    killed = child.kill('SIGKILL')
  }, milliseconds)
  await ended
  clearTimeout(timer)
  return killed
}

/** The exit code of a process, once it has ended; 128 after a signal. */
export async function exitOf(child: ChildProcess): Promise<number> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return child.exitCode ?? 128
}

async function preStop(running: Running, graceSeconds: number): Promise<number | undefined> {
  const hook = running.container.lifecycle?.preStop
  if (!hook) return undefined
  const limit = graceSeconds * 1000
  if (hook.sleep) {
    await sleep(Math.min(limit, hook.sleep.seconds * 1000))
    return 0
  }
  if (!hook.exec?.command) throw new Error(`${running.container.name}: nothing runs a hook of this kind here`)
  const child = execute(running, hook.exec.command)
  const timer = setTimeout(() => child.kill('SIGKILL'), limit)
  await exitOf(child)
  clearTimeout(timer)
  return child.exitCode ?? undefined
}

/** Runs a command in a container, as a runtime does for a hook. */
function execute(
  { container, child, user, group, env, hookLog }: Running,
  command: readonly string[],
): ChildProcess {
  const log = openSync(hookLog, 'a')
  return spawn(
    'nsenter',
    [
      ...['--target', String(child.pid), '--mount', '--net', '--root'],
      ...['--setuid', String(user), '--setgid', String(group), '--'],
      ...['/usr/bin/env', '-i', `--chdir=${container.workingDir ?? '/'}`],
      ...Object.entries(env).map(([name, value]) => `${name}=${value}`),
      ...command,
    ],
    { stdio: ['ignore', log, log], env: { PATH: process.env['PATH'] } },
  )
}
