import { join } from 'node:path'
import { x } from 'tinyexec'
import { fixtures, repository } from './workspace.ts'

/** Draws the fixtures' dist once for all test files; units of unchanged specs and code are taken from the cache. */
export async function setup(): Promise<void> {
  await x('node', [join(repository, 'lib/cli/paddock.js'), '--root', fixtures, 'synth'], {
    throwOnError: true,
    nodeOptions: { stdio: ['ignore', 'ignore', 'inherit'] },
  })
}
