import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { x } from 'tinyexec'
import { expect, onTestFinished, test } from 'vitest'
import { repository } from '../support/workspace.ts'

const script = join(repository, '.github/scripts/take-data.mjs')
const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'core.hooksPath=/dev/null']

async function git(folder: string, ...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await x('git', ['-C', folder, ...identity, ...args])
  expect([exitCode, stderr.includes('fatal')]).toEqual([0, false])
  return stdout.trim()
}

function write(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

/** Runs the script in a checkout of main, with a clone in which a pull request was committed. */
async function take(change: (pull: string) => void) {
  const work = mkdtempSync(join(tmpdir(), 'paddock-take-'))
  onTestFinished(() => rmSync(work, { recursive: true, force: true }))
  const [main, pull] = [join(work, 'main'), join(work, 'pull')]
  mkdirSync(main)
  await git(main, 'init', '-q', '-b', 'main')
  write(main, 'tenants/acme.ts', 'acme')
  write(main, 'tenants/globex.ts', 'globex')
  write(main, 'dist/a/tenants/acme/x.yaml', 'x')
  write(main, 'lib/plan.ts', 'code')
  await git(main, 'add', '-A')
  await git(main, 'commit', '-qm', 'main')
  await git(main, 'clone', '-q', main, pull)
  change(pull)
  await git(pull, 'add', '-A')
  await git(pull, 'commit', '-qm', 'change')
  // Main goes on: the pull request must not undo that.
  write(main, 'tenants/globex.ts', 'globex, later')
  write(main, 'lib/plan.ts', 'code, later')
  await git(main, 'commit', '-qam', 'later')
  const head = await git(main, 'rev-parse', 'HEAD')
  await git(pull, 'fetch', '-q', 'origin', 'main')
  const env = { ...process.env, PULL: pull, MAIN: head }
  const { exitCode, stdout } = await x('node', [script], { nodeOptions: { cwd: main, env } })
  const read = (path: string) =>
    existsSync(join(main, path)) ? readFileSync(join(main, path), 'utf8') : undefined
  return { exitCode, out: stdout.trim(), read, changed: await git(main, 'status', '--porcelain') }
}

test('specs and dist of a pull request are laid over main as it is now', async () => {
  const { out, read } = await take((pull) => {
    write(pull, 'tenants/new.ts', 'new')
    write(pull, 'tenants/acme.ts', 'acme, changed')
    rmSync(join(pull, 'dist/a/tenants/acme/x.yaml'))
    write(pull, 'dist/a/tenants/new/y.yaml', 'y')
  })
  expect(out).toBe('data=true')
  expect(read('tenants/new.ts')).toBe('new')
  expect(read('tenants/acme.ts')).toBe('acme, changed')
  expect(read('dist/a/tenants/acme/x.yaml')).toBeUndefined()
  expect(read('dist/a/tenants/new/y.yaml')).toBe('y')
  expect(read('tenants/globex.ts')).toBe('globex, later')
  expect(read('lib/plan.ts')).toBe('code, later')
})

const code: [string, (pull: string) => void][] = [
  ['code', (pull) => write(pull, 'lib/plan.ts', 'evil')],
  ['an own chart', (pull) => write(pull, 'charts/own/x.ts', 'evil')],
  ['a package', (pull) => write(pull, 'package.json', '{}')],
  ['a workflow', (pull) => write(pull, '.github/workflows/x.yml', 'evil')],
  ['settings of Git', (pull) => write(pull, '.gitattributes', '* filter=evil')],
  ['a spec that is a program', (pull) => write(pull, 'tenants/x.test.mjs', 'evil')],
  ['a folder of specs', (pull) => write(pull, 'tenants/deep/x.ts', 'evil')],
  ['a hidden file of dist', (pull) => write(pull, 'dist/a/.git/config', 'evil')],
  ['a link among the specs', (pull) => symlinkSync('/etc/hostname', join(pull, 'tenants/link.ts'))],
  [
    'a link in dist',
    (pull) => {
      rmSync(join(pull, 'dist/a/tenants/acme/x.yaml'))
      symlinkSync('../../../../lib', join(pull, 'dist/a/tenants/acme/x.yaml'))
    },
  ],
]
test.each(code)('nothing is taken of a pull request that changes %s', async (name, change) => {
  const { exitCode, out, changed } = await take((pull) => {
    write(pull, 'tenants/new.ts', 'new')
    change(pull)
  })
  expect(exitCode).toBe(0)
  // Git itself leaves a folder of the name .git out, so only the spec is there.
  expect([out, changed]).toEqual(
    name.startsWith('a hidden') ? ['data=true', '?? tenants/new.ts'] : ['data=false', ''],
  )
})
