import { join } from 'node:path'
import { format } from 'node:util'
import { x } from 'tinyexec'
import { vi } from 'vitest'
import { main } from '../../lib/cli/main.ts'
import { repository } from './workspace.ts'

/** Exit code and output of a command. */
export interface Outcome {
  readonly code: number
  readonly out: string
  readonly err: string
}

/**
 * Runs a command line in this process, in which charts and schemas are loaded already. The program itself, with its
 * bundle, is {@link paddockProgram}.
 */
export async function paddock(cwd: string, ...args: string[]): Promise<Outcome> {
  const [out, err]: [string[], string[]] = [[], []]
  const line =
    (to: string[]) =>
    (first?: unknown, ...more: unknown[]) => {
      to.push(`${format(first, ...more)}\n`)
    }
  const write = (to: string[]) => (text: string | Uint8Array) => to.push(String(text)) > 0
  const spies = [
    vi.spyOn(console, 'log').mockImplementation(line(out)),
    vi.spyOn(console, 'error').mockImplementation(line(err)),
    vi.spyOn(process.stdout, 'write').mockImplementation(write(out)),
    vi.spyOn(process.stderr, 'write').mockImplementation(write(err)),
  ]
  const [folder, exitCode] = [process.cwd(), process.exitCode]
  try {
    process.exitCode = undefined
    process.chdir(cwd)
    await main(['node', 'paddock', ...args])
    return { code: Number(process.exitCode ?? 0), out: out.join(''), err: err.join('') }
  } finally {
    process.chdir(folder)
    process.exitCode = exitCode
    for (const spy of spies) spy.mockRestore()
  }
}

/** Runs the program as a person does, in a process of its own whose output is a pipe. */
export async function paddockProgram(cwd: string, ...args: string[]): Promise<Outcome> {
  const env = { ...process.env, CI: 'true', FORCE_COLOR: '1', GIT_DIR: undefined }
  const program = join(repository, 'lib/cli/paddock.js')
  const { exitCode, stdout, stderr } = await x('node', [program, ...args], { nodeOptions: { cwd, env } })
  return { code: exitCode ?? -1, out: stdout, err: stderr }
}
