import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { x } from 'tinyexec'
import { inject, onTestFinished } from 'vitest'
import { plan } from '../../lib/pipeline/plan.ts'
import { synth } from '../../lib/pipeline/synth.ts'
import type { PlanReport } from '../../lib/plan/report.ts'
import { subject, writeWorkspace } from './workspace.ts'

/** A workspace under git whose branch `main` holds its specs and their dist. */
export interface Repository {
  readonly root: string
  git(...args: string[]): Promise<string>
  /** Replaces text in a file; fails when it is not there. */
  edit(path: string, from: string, to: string): void
  write(path: string, text: string): void
  remove(path: string): void
  /** Synthesises and commits, as a merge does. */
  merge(): Promise<void>
  /** Synthesises and compares with main. */
  plan(): Promise<PlanReport>
  /** Paths of dist that differ from main, with git's letter: `A us-east-1/tenants/acme/bus.yaml`. */
  distDiff(): Promise<string[]>
}

const cacheFiles = ['.cache/synth.ndjson', '.cache/own-charts.json']

/** Repositories of this process that no test uses now. */
const free: Pooled[] = []

/**
 * One with the subject's specs. Tests of a process use the same ones, one after the other: after each test the folder,
 * its branches and its cache are as they were at first.
 */
export async function gitWorkspace(): Promise<Repository> {
  const { repository, reset } = free.pop() ?? (await make())
  onTestFinished(async () => {
    await reset()
    free.push({ repository, reset })
  })
  return repository
}

interface Pooled {
  readonly repository: Repository
  reset(): Promise<void>
}

async function make(): Promise<Pooled> {
  const root = mkdtempSync(join(inject('temporary'), 'git-'))
  writeWorkspace(root)
  // Units that the subject's cache knows need not be made again.
  for (const path of ['dist', ...cacheFiles])
    if (existsSync(join(subject, path)))
      cpSync(join(subject, path), join(root, path), { recursive: true, preserveTimestamps: true })
  // Not in `.gitignore`, so that plans see what a clone of the repository has.
  const settings = ['-c', 'user.name=t', '-c', 'user.email=t@paddock.example', '-c', 'gc.auto=0']
  const git = async (...args: string[]) =>
    (await x('git', ['-C', root, ...settings, ...args], { throwOnError: true })).stdout
  writeFileSync(join(root, '.gitignore'), '.cache/\nlib\n')
  await git('init', '-q', '-b', 'main')
  const path = (name: string) => join(root, name)
  const repository: Repository = {
    root,
    git,
    edit(name, from, to) {
      const text = readFileSync(path(name), 'utf8')
      if (!text.includes(from)) throw new Error(`${name} does not hold ${from}`)
      writeFileSync(path(name), text.replace(from, to))
    },
    write: (name, text) => writeFileSync(path(name), text),
    remove: (name) => rmSync(path(name)),
    async merge() {
      const { findings } = await synth({ root, cache: true })
      const wrong = findings.find(({ level }) => level === 'error')
      if (wrong) throw new Error(JSON.stringify(wrong))
      await git('add', '-A')
      await git('commit', '-q', '--allow-empty', '-m', 'merge')
    },
    async plan() {
      await synth({ root, cache: true })
      return plan({ root, base: 'main' })
    },
    async distDiff() {
      await git('add', '-A')
      const listed = await git('diff', '--cached', '--name-status', '--no-renames', 'main', '--', 'dist')
      return listed
        .trim()
        .split('\n')
        .filter(Boolean)
        .map((line) => line.replace('\tdist/', ' '))
    },
  }
  await repository.merge()
  const first = (await git('rev-parse', 'HEAD')).trim()
  const known = cacheFiles.map((path) => join(root, path)).filter(existsSync)
  const caches = known.map((path) => [path, readFileSync(path)] as const)
  return {
    repository,
    async reset() {
      await git('checkout', '-q', '-f', '-B', 'main', first)
      await git('clean', '-fdqx', '-e', '/lib', '-e', '/.cache')
      const branches = (await git('for-each-ref', '--format=%(refname:short)', 'refs/heads'))
        .trim()
        .split('\n')
      const others = branches.filter((name) => name !== 'main')
      if (others.length > 0) await git('branch', '-q', '-D', ...others)
      for (const [path, content] of caches) writeFileSync(path, content)
    },
  }
}
