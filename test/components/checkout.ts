import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { x } from 'tinyexec'
import { fixtures, repository } from '../support/workspace.ts'

/** Folders and files of this repository that a checkout needs to synthesise and to write its documentation. */
const parts = ['charts', 'crossplane', 'docs', 'lib', '.github', 'package.json', 'tsconfig.json']

/** Files of dist of the fixtures' tenants but one. No shared file depends on the list of tenants. */
const otherTenants = /\/tenants\/(?!demo(\/|$))|\/argocd\/tenant-(?!demo\.)/

/** A copy of the code under Git, with the fixtures' clusters, one tenant and their dist. */
export interface Checkout {
  readonly root: string
  /** Runs a command there. @throws with its output when it fails */
  run(command: string, ...args: string[]): Promise<string>
  paddock(...args: string[]): Promise<string>
  write(path: string, text: string): void
  read(path: string): string
  /** Inserts a line before each place, in order. @throws when the file has no such place */
  insert(path: string, lines: readonly (readonly [before: string, line: string])[]): void
  /** Synthesises, writes schemas and documentation, and returns the paths of all files that differ from the first commit. */
  changed(): Promise<string[]>
  /** Puts everything back. */
  reset(): Promise<void>
  remove(): void
}

/** Makes a checkout in a temporary folder. */
export async function checkout(): Promise<Checkout> {
  const root = mkdtempSync(join(tmpdir(), 'paddock-checkout-'))
  // The fixtures have no own charts.
  const filter = (path: string) => path !== join(repository, 'charts/own')
  for (const part of parts) cpSync(join(repository, part), join(root, part), { recursive: true, filter })
  cpSync(join(fixtures, 'clusters'), join(root, 'clusters'), { recursive: true })
  cpSync(join(fixtures, 'tenants/demo.ts'), join(root, 'tenants/demo.ts'))
  cpSync(join(fixtures, 'dist'), join(root, 'dist'), {
    recursive: true,
    filter: (path) => !otherTenants.test(path.slice(fixtures.length)),
  })
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
  const generate = async () => {
    const docs = run('node', 'lib/cli/run-bundled.js', 'lib/docs/main.ts')
    await Promise.all([docs, paddock('synth').then(() => paddock('schema'))])
  }
  const read = (path: string) => readFileSync(join(root, path), 'utf8')
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }

  await git('init', '--quiet')
  await git('add', '--all')
  await git('commit', '--quiet', '--message', 'before')
  return {
    root,
    run,
    paddock,
    write,
    read,
    insert(path, lines) {
      let text = read(path)
      for (const [before, line] of lines) {
        const at = text.indexOf(before)
        if (at < 0) throw new Error(`${path} has no ${before}`)
        text = `${text.slice(0, at)}${line}\n${text.slice(at)}`
      }
      write(path, text)
    },
    async changed() {
      await generate()
      await git('add', '--all')
      return (await git('diff', '--cached', '--name-only', 'HEAD')).trim().split('\n')
    },
    async reset() {
      await git('reset', '--quiet', '--hard', 'HEAD')
      await git('clean', '--quiet', '-d', '--force')
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}
