import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { x } from 'tinyexec'
import type { TestProject } from 'vitest/node'
import { fixtures, repository } from './workspace.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A folder for files that several test files share; deleted after the run. */
    readonly temporary: string
  }
}

/** Draws the fixtures' dist once for all test files; units of unchanged specs and code are taken from the cache. */
export async function setup(project: TestProject): Promise<() => void> {
  const temporary = mkdtempSync(join(tmpdir(), 'paddock-run-'))
  project.provide('temporary', temporary)
  await x('node', [join(repository, 'lib/cli/paddock.js'), '--root', fixtures, 'synth'], {
    throwOnError: true,
    nodeOptions: { stdio: ['ignore', 'ignore', 'inherit'] },
  })
  return () => rmSync(temporary, { recursive: true, force: true })
}
