import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { x } from 'tinyexec'
import { expect, onTestFinished, test } from 'vitest'
import { repository } from '../support/workspace.ts'

/** Folders and files that a checkout needs to synthesise and to write its documentation. */
const parts = [
  'charts',
  'clusters',
  'crossplane',
  'dist',
  'docs',
  'lib',
  'tenants',
  '.github',
  'package.json',
]

async function run(root: string, command: string, ...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await x(command, args, { nodeOptions: { cwd: root } })
  if (exitCode !== 0) throw new Error(`${command} ${args.join(' ')}: ${stdout}${stderr}`)
  return stdout
}

test('a new component touches its own folder; all else that changes is generated', async () => {
  const root = mkdtempSync(join(tmpdir(), 'paddock-component-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const part of parts) cpSync(join(repository, part), join(root, part), { recursive: true })
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'))
  writeFileSync(join(root, '.gitignore'), 'node_modules\n.cache/\n')
  const git = (...args: string[]) =>
    run(root, 'git', '-c', 'user.name=test', '-c', 'user.email=test@paddock.example', ...args)
  await git('init', '--quiet')
  await git('add', '--all')
  await git('commit', '--quiet', '--message', 'before')

  const paddock = join(root, 'lib/cli/paddock.js')
  await run(root, 'node', paddock, 'component', 'new', 'status-page', '--after', 'nginx-ingress')
  await run(root, 'node', paddock, 'synth')
  await run(root, 'node', '--import', 'tsx', 'lib/docs/main.ts')
  await git('add', '--all')
  const changed = (await git('diff', '--cached', '--name-only', 'HEAD')).trim().split('\n')

  const written = changed.filter((path) => !path.startsWith('dist/'))
  expect(written).toEqual([
    'charts/platform/status-page/component.ts',
    'charts/platform/status-page/index.ts',
    'docs/components.md',
  ])
  // Its namespace also joins those that Argo CD and alerts list, where a component declares groups or images.
  for (const path of changed.filter((one) => one.startsWith('dist/'))) expect(path).toContain('status-page')
  expect(readFileSync(join(root, 'docs/components.md'), 'utf8')).toContain('`status-page`')
  console.log(`a new component changes:\n  ${changed.join('\n  ')}`)
}, 120_000)
