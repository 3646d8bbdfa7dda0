import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { x } from 'tinyexec'
import { onTestFinished } from 'vitest'
import { repository } from '../../support/workspace.ts'

/** A folder that is deleted after the test. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'paddock-script-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Tests may start processes as other users. */
export const isRoot = process.getuid?.() === 0

/**
 * Runs a script of the repository with exactly the given environment.
 *
 * @param user runs it as this user and group, where the tests may choose
 */
export async function runScript(script: string, env: Readonly<Record<string, string>>, user?: number) {
  const as =
    user === undefined || !isRoot
      ? []
      : ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups', '--']
  const [command = '', ...args] = [
    ...as,
    'env',
    '-i',
    `PATH=${process.env['PATH'] ?? ''}`,
    ...Object.entries(env).map(([key, value]) => `${key}=${value}`),
    script.endsWith('.py') ? 'python3' : 'bash',
    join(repository, script),
  ]
  const { exitCode, stdout, stderr } = await x(command, args, {})
  return { code: exitCode, out: stdout.trim(), err: stderr.trim() }
}
