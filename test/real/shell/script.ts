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

/** Runs a script of the repository with exactly the given environment. */
export async function runScript(script: string, env: Readonly<Record<string, string>>) {
  const { exitCode, stdout, stderr } = await x(
    'env',
    [
      '-i',
      `PATH=${process.env['PATH'] ?? ''}`,
      ...Object.entries(env).map(([key, value]) => `${key}=${value}`),
      script.endsWith('.py') ? 'python3' : 'bash',
      join(repository, script),
    ],
    {},
  )
  return { code: exitCode, out: stdout.trim(), err: stderr.trim() }
}
