import { type ChildProcess, spawn } from 'node:child_process'
import { openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { debian, inDebian, scripts } from './debian.ts'

/** A Valkey in the chroot, started by the very script of its pod. */
export interface Valkey {
  readonly port: string
  /** As a crash of its container: nothing is written any more. */
  kill(): Promise<void>
}

const started = new Set<ChildProcess>()

/** Starts it and waits until it answers. */
export async function startValkey(
  script: string,
  port: string,
  env: Readonly<Record<string, string>>,
): Promise<Valkey> {
  const variables = Object.entries({ PATH: '/usr/bin:/bin', BIND: '127.0.0.1', PORT: port, ...env }).map(
    ([key, value]) => `${key}=${value}`,
  )
  const log = join(debian, `tmp/${script}-${port}.log`)
  const output = openSync(log, 'w')
  const server = spawn(
    'chroot',
    ['--userspec=valkey', debian, '/usr/bin/env', '-i', ...variables, 'bash', `${scripts}/${script}`],
    { stdio: ['ignore', output, output] },
  )
  started.add(server)
  const { code } = await inDebian('valkey', [
    'sh',
    '-c',
    `for i in $(seq 50); do valkey-cli -p ${port} ping 2>&1 | grep -Eq 'PONG|NOAUTH' && exit 0; sleep 0.2; done; exit 1`,
  ])
  expect(code, `${script} answers; it wrote: ${readFileSync(log, 'utf8')}`).toBe(0)
  const kill = async () => {
    started.delete(server)
    server.kill('SIGKILL')
    if (server.exitCode === null && server.signalCode === null) {
      await new Promise((resolve) => server.once('exit', resolve))
    }
  }
  return { port, kill }
}

/** Starts a tenant's bus with an empty folder, or with the folder as it is. */
export async function startBus(
  port: string,
  name: string,
  settings: { accessRules: string; dataBytes: number },
  folder: 'new' | 'kept' = 'new',
): Promise<Valkey> {
  if (folder === 'new') await emptyFolders(`${name}-config`, `${name}-data`)
  return startValkey('start.sh', port, {
    BUS_PASSWORD: 'secretbus',
    ACL_RULES: settings.accessRules,
    CONFIG_DIR: `/tmp/${name}-config`,
    DATA_DIR: `/tmp/${name}-data`,
    DATA_BYTES: String(settings.dataBytes),
  })
}

/** Makes folders of the user `valkey` below `/tmp`, empty. */
export async function emptyFolders(...names: string[]): Promise<void> {
  for (const name of names) {
    await inDebian('root', [
      'sh',
      '-c',
      `rm -rf /tmp/${name} && mkdir /tmp/${name} && chown valkey /tmp/${name}`,
    ])
  }
}

/** Stops all servers that a suite started. */
export function stopValkeys(): void {
  for (const server of started) server.kill('SIGKILL')
  started.clear()
}

/** Runs Python with Open WebUI's own Redis client, as a user without rights. */
export const withRedisPy = (program: string, env: Readonly<Record<string, string>>) =>
  inDebian('valkey', ['python3', '-c', program], { PYTHONPATH: '/srv/open-webui', ...env })
