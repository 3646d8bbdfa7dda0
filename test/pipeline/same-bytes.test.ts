import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { x } from 'tinyexec'
import { expect, test } from 'vitest'
import { synth } from '../../lib/pipeline/synth.ts'
import { listFiles } from '../../lib/write/stage.ts'
import { gitWorkspace } from '../support/git.ts'
import { fixtures, repository, tenantFile, workspace } from '../support/workspace.ts'

function content(root: string): Record<string, string> {
  return Object.fromEntries(
    listFiles(join(root, 'dist')).map((path) => [path, readFileSync(join(root, 'dist', path), 'utf8')]),
  )
}

test('another time zone, locale and process give the same bytes', async () => {
  const root = workspace()
  const env = {
    ...process.env,
    TZ: 'Pacific/Kiritimati',
    LANG: 'tr_TR.UTF-8',
    LC_ALL: 'tr_TR.UTF-8',
    CI: 'true',
  }
  await x('node', [join(repository, 'lib/cli/paddock.js'), '--root', root, 'synth'], {
    nodeOptions: { env, cwd: '/' },
    throwOnError: true,
  })
  expect(content(root)).toEqual(content(fixtures))
})

test('a second run changes nothing', async () => {
  const { root } = await gitWorkspace()
  expect(await synth({ root })).toMatchObject({ written: [], removed: [] })
})

test('in git, a new tenant touches only paths that carry its name, and its removal takes just those away', async () => {
  const { root, git } = await gitWorkspace()
  const file = join(root, 'tenants/newcomer.ts')
  writeFileSync(
    file,
    tenantFile(`  id: 'newcomer', tier: 'premium', cell: 'us-east-1-a', contacts: { owner: 'a@b.example' },`),
  )
  await synth({ root })
  await git('add', '-A')
  const added = (await git('diff', '--cached', '--name-status')).trim().split('\n')
  expect(added.length).toBeGreaterThan(10)
  expect(added.filter((line) => !/^A\t.*newcomer/.test(line))).toEqual([])
  await git('commit', '-qm', 'with')

  rmSync(file)
  await synth({ root })
  await git('add', '-A')
  expect(await git('diff', '--cached', '--stat', 'HEAD~1')).toBe('')
  await git('commit', '-qm', 'without')
  expect(
    (await git('diff', '--name-status', 'HEAD~1'))
      .trim()
      .split('\n')
      .every((line) => /^D\t.*newcomer/.test(line)),
  ).toBe(true)
})
