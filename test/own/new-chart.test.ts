import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { x } from 'tinyexec'
import { expect, onTestFinished, test } from 'vitest'
import { ownSource, server } from '../support/own-workspace.ts'
import { fixtures, repository } from '../support/workspace.ts'

async function run(root: string, command: string, ...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await x(command, args, { nodeOptions: { cwd: root } })
  if (exitCode !== 0) throw new Error(`${command} ${args.join(' ')}: ${stdout}${stderr}`)
  return stdout
}

test('an own chart touches its own file; all else that changes is generated, and bears its name', async () => {
  const root = mkdtempSync(join(tmpdir(), 'paddock-own-chart-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const part of ['charts', 'crossplane', 'lib', 'package.json'])
    cpSync(join(repository, part), join(root, part), { recursive: true })
  rmSync(join(root, 'charts/own'), { recursive: true })
  cpSync(join(fixtures, 'clusters'), join(root, 'clusters'), { recursive: true })
  // One tenant: no file of an own chart depends on the list of tenants.
  cpSync(join(fixtures, 'tenants/demo.ts'), join(root, 'tenants/demo.ts'))
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'))
  writeFileSync(join(root, '.gitignore'), 'node_modules\n.cache/\n')
  const git = (...args: string[]) =>
    run(root, 'git', '-c', 'user.name=test', '-c', 'user.email=test@paddock.example', ...args)
  const synth = () => run(root, 'node', 'lib/cli/paddock.js', 'synth')
  const commit = async () => {
    await git('add', '--all')
    await git('commit', '--quiet', '--message', 'before')
  }
  const changed = async () => {
    await git('add', '--all')
    return (await git('diff', '--cached', '--name-only', 'HEAD')).trim().split('\n')
  }
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  await git('init', '--quiet')
  await synth()
  await commit()

  const draw = `${server}\n    publish(chart, { cluster, label: 'web', service, pods })\n    harden(chart, { user: 101 })`
  write('charts/own/web.ts', ownSource({ draw }))
  await synth()
  const first = await changed()
  expect(first).toEqual([
    'charts/own/web.ts',
    'dist/us-east-1/argocd/own-web.yaml',
    ...['namespace', 'network', 'web'].map((name) => `dist/us-east-1/own/web/${name}.yaml`),
  ])
  console.log(`an own chart changes:\n  ${first.join('\n  ')}`)
  await commit()

  // A second one, as a folder with a file beside it, on every cluster of a kind.
  const source = ownSource({
    clusters: "{ kind: 'hub' }",
    draw: "new kplus.ConfigMap(chart, 'map', { metadata: { name: 'map' }, data: { text: readFileSync(new URL('text.txt', import.meta.url), 'utf8') } })",
  })
  write(
    'charts/own/text/index.ts',
    `import { readFileSync } from 'node:fs'\n${source.replaceAll("'../kit", "'../../kit")}`,
  )
  write('charts/own/text/text.txt', 'a text of its own\n')
  await synth()
  expect(await changed()).toEqual([
    'charts/own/text/index.ts',
    'charts/own/text/text.txt',
    'dist/hub/argocd/own-text.yaml',
    ...['namespace', 'network', 'text'].map((name) => `dist/hub/own/text/${name}.yaml`),
  ])
  expect(readFileSync(join(root, 'dist/hub/own/text/text.yaml'), 'utf8')).toContain('a text of its own')
  await commit()

  // Synthesis deletes all files of a removed source, and makes nothing anew that did not change.
  rmSync(join(root, 'charts/own/web.ts'))
  await synth()
  expect(await changed()).toEqual(first)
  expect(existsSync(join(root, 'dist/us-east-1/own'))).toBe(false)
}, 240_000)
