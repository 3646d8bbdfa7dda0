import { cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { x } from 'tinyexec'
import { expect, test } from 'vitest'
import { smallWorkspace } from '../support/small.ts'
import { repository } from '../support/workspace.ts'

const parts = ['charts', 'crossplane', 'docs', 'lib', '.github', 'package.json']

test('every reader follows a default that changes in the schema', async () => {
  const root = smallWorkspace()
  for (const part of parts) cpSync(join(repository, part), join(root, part), { recursive: true })
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'))
  writeFileSync(join(root, '.gitignore'), 'node_modules\n.cache/\n')
  const run = async (command: string, ...args: string[]) => {
    const { exitCode, stdout, stderr } = await x(command, args, { nodeOptions: { cwd: root } })
    if (exitCode !== 0) throw new Error(`${command} ${args.join(' ')}: ${stdout}${stderr}`)
    return stdout
  }
  const git = (...args: string[]) =>
    run('git', '-c', 'user.name=test', '-c', 'user.email=test@paddock.example', ...args)
  const paddock = (...args: string[]) => run('node', join(root, 'lib/cli/paddock.js'), ...args)
  const read = (path: string) => readFileSync(join(root, path), 'utf8')
  const newTenant = async (id: string) =>
    JSON.parse(
      await paddock(
        ...['tenant', 'new', id, '--tier', 'standard', '--cell', 'small-a', '--owner', `it@${id}.example`],
        ...['--model', 'llama3.2:1b', '--json'],
      ),
    ) as { defaults: Record<string, unknown> }
  const pages = async () => {
    await paddock('schema')
    await run('node', 'lib/cli/run-bundled.js', 'lib/docs/main.ts')
    const { anyOf } = JSON.parse(read('docs/schemas/tenant.schema.json')) as {
      anyOf: { properties: { ring: { default: string; description: string } } }[]
    }
    const row = read('docs/fields.md')
      .split('\n')
      .find((line) => line.startsWith('| `ring`'))
    return {
      schema: anyOf.map(({ properties }) => properties.ring.default),
      hint: anyOf.map(({ properties }) => properties.ring.description.split('Default: ')[1]),
      table: row?.split('|')[3]?.trim(),
    }
  }
  const labels = () => read('dist/small/tenants/first/namespace.yaml').match(/paddock.dev\/ring: .*/)?.[0]

  await paddock('synth')
  await git('init', '--quiet', '--initial-branch', 'main')
  await git('add', '--all')
  await git('commit', '--quiet', '--message', 'before')
  const before = { ...(await pages()), labels: labels(), ring: (await newTenant('second')).defaults['ring'] }
  expect(before).toEqual({
    schema: ['general', 'general'],
    hint: ['general', 'general'],
    table: 'general',
    labels: 'paddock.dev/ring: general',
    ring: 'general',
  })

  // The cell has room for two.
  rmSync(join(root, 'tenants/second.ts'))
  const source = read('lib/spec/tenant.ts')
  expect(source.split("'general'")).toHaveLength(2)
  writeFileSync(join(root, 'lib/spec/tenant.ts'), source.replace("'general'", "'canary'"))
  await paddock('synth')
  const after = { ...(await pages()), labels: labels(), ring: (await newTenant('third')).defaults['ring'] }
  expect(after).toEqual({
    schema: ['canary', 'canary'],
    hint: ['canary', 'canary'],
    table: 'canary',
    labels: 'paddock.dev/ring: canary',
    ring: 'canary',
  })

  await paddock('synth')
  const plan = await x('node', [join(root, 'lib/cli/paddock.js'), 'plan', '--base', 'main', '--json'], {
    nodeOptions: { cwd: root },
  })
  const { tenants } = JSON.parse(plan.stdout) as { tenants: { added: { id: string; ring: string }[] } }
  expect(tenants.added.map(({ id, ring }) => `${id} ${ring}`)).toEqual(['third canary'])
}, 240_000)
