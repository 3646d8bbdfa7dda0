import { cpSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { x } from 'tinyexec'
import { expect, test } from 'vitest'
import { listFiles } from '../../lib/write/stage.ts'
import { repository, subject, workspace } from '../support/workspace.ts'

const content = (root: string) =>
  Object.fromEntries(
    listFiles(join(root, 'dist')).map((path) => [path, readFileSync(join(root, 'dist', path), 'utf8')]),
  )

test('`cdk8s synth` through cdk8s.yaml gives the same bytes, without the network', async () => {
  const root = workspace()
  cpSync(join(repository, 'cdk8s.yaml'), join(root, 'cdk8s.yaml'))
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'))
  const offline = { http_proxy: 'http://127.0.0.1:9', https_proxy: 'http://127.0.0.1:9' }
  const { stdout, stderr, exitCode } = await x(
    'node',
    [join(repository, 'node_modules/.bin/cdk8s'), 'synth', '--check-upgrade=false'],
    { nodeOptions: { cwd: root, env: { ...process.env, ...offline, CI: 'true' } } },
  )
  expect([exitCode, exitCode === 0 ? '' : stdout + stderr]).toEqual([0, ''])
  expect(content(root)).toEqual(content(subject))
})
