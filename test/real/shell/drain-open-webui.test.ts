import { chmodSync, copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { x } from 'tinyexec'
import { expect, test } from 'vitest'
import { repository } from '../../support/workspace.ts'
import { scratchFolder } from './script.ts'

/** The hook in a folder of its own, with a fake `python`. */
async function hook(python: string, program: 'there' | 'missing' = 'there') {
  const folder = scratchFolder()
  const source = join(repository, 'charts/tenant/open-webui')
  copyFileSync(join(source, 'drain.sh'), join(folder, 'drain.sh'))
  if (program === 'there') copyFileSync(join(source, 'drain.py'), join(folder, 'drain.py'))
  writeFileSync(join(folder, 'python'), `#!/usr/bin/env bash\n${python}\n`)
  chmodSync(join(folder, 'python'), 0o755)
  const started = performance.now()
  const { exitCode, stdout } = await x(
    'env',
    [
      '-i',
      `PATH=${folder}:${process.env['PATH'] ?? ''}`,
      'REDIS_URL=redis://127.0.0.1:9/0',
      'REDIS_KEY_PREFIX=tenant-a',
      'MODEL_PORT=11434',
      'SETTLE_SECONDS=1',
      'DRAIN_SECONDS=3',
      'bash',
      join(folder, 'drain.sh'),
    ],
    {},
  )
  return { code: exitCode, seconds: (performance.now() - started) / 1000, out: stdout }
}

/** Signals that the kubelet would read as the end of the hook: it would end the container. */
test.each([
  ['Python is killed for memory', 'kill -9 $$', 'there'],
  ['Python cannot start', 'exit 127', 'there'],
  ['the program is not there', 'exec python3 "$@"', 'missing'],
  ['the client of Redis is missing', 'exec python3 -S "$@"', 'there'],
] as const)('%s: the whole time is waited, and the hook does not fail', async (_, python, program) => {
  const { code, seconds } = await hook(python, program)
  expect(code).toBe(0)
  expect(seconds).toBeGreaterThan(3.4)
  expect(seconds).toBeLessThan(30)
})

test('it ends with the program that found nothing under way', async () => {
  const { code, seconds } = await hook('exit 0')
  expect(code).toBe(0)
  expect(seconds).toBeLessThan(3)
})
