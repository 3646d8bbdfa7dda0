import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { x } from 'tinyexec'
import { repository } from '../../support/workspace.ts'

/** The chroot that `run` made. */
export const debian = process.env['PADDOCK_DEBIAN'] ?? ''
if (debian === '') throw new Error('start these tests by `npm run verify:data`')

/** Folder of the repository's scripts in it. */
export const scripts = '/srv/paddock'

/** Puts the very files that run in pods into the chroot. */
export function copyScripts(): void {
  mkdirSync(join(debian, scripts), { recursive: true })
  for (const folder of [
    'charts/platform/argocd',
    'charts/kit/database',
    'charts/platform/data',
    'charts/tenant/export',
    'charts/tenant/ollama',
    'charts/tenant/bus',
    'charts/tenant/open-webui',
    'lib/models',
  ]) {
    cpSync(join(repository, folder), join(debian, scripts), { recursive: true })
  }
}

/** Runs a command in the chroot as one of its users; the environment is exactly what is given. */
export async function inDebian(
  user: string,
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
  stdin = '',
) {
  const variables = Object.entries({
    PATH: '/usr/lib/postgresql/17/bin:/usr/bin:/bin',
    LC_ALL: 'C.UTF-8',
    ...env,
  }).map(([key, value]) => `${key}=${value}`)
  const run = x('chroot', [`--userspec=${user}`, debian, '/usr/bin/env', '-i', ...variables, ...command])
  if (stdin !== '') run.process?.stdin?.write(stdin)
  run.process?.stdin?.end()
  const { exitCode, stdout, stderr } = await run
  return { code: exitCode, out: stdout, err: stderr }
}
