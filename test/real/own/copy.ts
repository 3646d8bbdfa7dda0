import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { x } from 'tinyexec'
import { repository } from '../../support/workspace.ts'
import { start } from './changes.ts'

/** A copy of the repository as a team has it after cloning, under git, with the fixtures for samples. */
export interface Copy {
  readonly root: string
  run(program: string, ...args: string[]): Promise<void>
  /** Files that differ from the clone, dist and schemas aside. */
  changed(): Promise<string[]>
  /** Brings every file back to how the clone had it; what caches know of files that did not change stays. */
  reset(): Promise<void>
  remove(): void
}

/** Copies what git knows or would take; packages come by a link. */
export async function copyRepository(): Promise<Copy> {
  const root = mkdtempSync(join(tmpdir(), 'paddock-own-'))
  const listed = await x('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
    throwOnError: true,
    nodeOptions: { cwd: repository },
  })
  const samples = /^(tenants|clusters|dist)\//
  for (const file of listed.stdout.split('\0').filter((one) => one !== '' && !samples.test(one))) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    cpSync(join(repository, file), join(root, file))
  }
  for (const folder of ['tenants', 'clusters'])
    cpSync(join(repository, start, folder), join(root, folder), { recursive: true })
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'))
  const git = async (...args: string[]) =>
    (
      await x('git', ['-C', root, '-c', 'user.name=t', '-c', 'user.email=t@paddock.example', ...args], {
        throwOnError: true,
      })
    ).stdout
  await git('init', '-q')
  // A link is no folder, which .gitignore names.
  appendFileSync(join(root, '.git/info/exclude'), 'node_modules\n')
  const copy: Copy = {
    root,
    async run(program, ...args) {
      const { exitCode, stdout, stderr } = await x(program, args, {
        nodeOptions: { cwd: root, env: { ...process.env, NO_COLOR: '1' } },
      })
      if (exitCode !== 0) throw new Error(`${program} ${args.join(' ')}\n${stdout}${stderr}`)
    },
    async changed() {
      const out = await git('status', '--porcelain', '-uall', '--no-renames')
      return out
        .split('\n')
        .map((line) => line.slice(3))
        .filter((path) => path !== '' && !/^(dist|docs\/schemas|node_modules)(\/|$)/.test(path))
        .sort()
    },
    async reset() {
      await git('reset', '-q', '--hard')
      await git('clean', '-fdq')
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
  await copy.run('node', 'lib/cli/paddock.js', 'synth')
  await git('add', '-A', '-f', 'dist')
  await git('add', '-A')
  await git('commit', '-qm', 'clone')
  return copy
}
