import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { listFiles } from '../../lib/write/stage.ts'
import { repository } from '../support/workspace.ts'

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>
  readonly permissions?: Readonly<Record<string, string>>
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly permissions?: Readonly<Record<string, string>>
        readonly 'timeout-minutes'?: number
        readonly steps: readonly { readonly uses?: string; readonly run?: string; readonly with?: object }[]
      }
    >
  >
}

const folder = join(repository, '.github/workflows')
const workflows = listFiles(folder).map((name) => {
  const text = readFileSync(join(folder, name), 'utf8')
  return { name, text, workflow: parse(text) as Workflow }
})

test.each(workflows)('$name: code of a pull request meets no token that can write', ({ workflow }) => {
  expect(Object.keys(workflow.on)).not.toContain('pull_request_target')
  const jobs = Object.values(workflow.jobs)
  const grants = [workflow.permissions ?? { all: 'write' }, ...jobs.map((job) => job.permissions ?? {})]
  const writes = grants.flatMap((one) => Object.values(one)).filter((level) => level !== 'read')
  const checkouts = jobs
    .flatMap(({ steps }) => steps)
    .filter(({ uses }) => uses?.startsWith('actions/checkout@'))
  for (const step of checkouts) expect(step.with).toMatchObject({ 'persist-credentials': false })
  if ('pull_request' in workflow.on) expect(writes).toEqual([])
  if ('workflow_run' in workflow.on) {
    expect(writes).toEqual(['write'])
    // Only the default branch is checked out and run. A job that also reads the pull request may write nothing, and keeps it
    // in a folder of its own.
    for (const { permissions = {}, steps } of jobs) {
      const others = steps.filter(({ uses, with: given }) => uses && given && 'ref' in given)
      for (const { with: given } of others) expect(given).toMatchObject({ path: 'pull' })
      if (others.length > 0) expect(Object.values(permissions)).toEqual(['read'])
      for (const { run = '' } of steps) expect(run).not.toMatch(/cd pull|pull\/|working-directory/)
    }
  }
})

test.each(workflows)(
  '$name: what a pull request names reaches a shell by the environment alone',
  ({ workflow }) => {
    const scripts = Object.values(workflow.jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []))
    expect(scripts.filter((script) => script.includes('${{'))).toEqual([])
    for (const job of Object.values(workflow.jobs)) expect(job['timeout-minutes']).toBeGreaterThan(0)
  },
)

test('every action is pinned by its commit, with its version beside it, and one action has one commit', () => {
  const uses = workflows.flatMap(({ text }) => [...text.matchAll(/uses: *(.*)/g)].map(([, of = '']) => of))
  expect(uses.length).toBeGreaterThan(10)
  expect(uses.filter((of) => !/^[\w-]+\/[\w/-]+@[0-9a-f]{40} # v\d+(\.\d+)*$/.test(of))).toEqual([])
  const names = new Set(uses.map((of) => of.split('@')[0]))
  expect(new Set(uses).size).toBe(names.size)
})

test('what the proofs build is kept from one run of CI to the next', () => {
  const proofs = join(repository, 'test/real')
  const built = listFiles(proofs)
    .filter((path) => /\/(?:build|run)$/.test(path))
    .flatMap((path) => {
      const found = /\.cache\}\/paddock\/([a-z]+)(["-])/.exec(readFileSync(join(proofs, path), 'utf8'))
      if (!found) return []
      const [, name, end] = found
      return [{ path: `test/real/${path}`, folder: `~/.cache/paddock/${name}${end === '-' ? '-*' : ''}` }]
    })
  const steps = workflows
    .filter(({ name }) => name === 'ci.yml')
    .flatMap(({ workflow }) => Object.values(workflow.jobs).flatMap((job) => job.steps))
  const caches = steps.flatMap((step) => (step.uses?.startsWith('actions/cache@') ? [step.with] : []))
  const [cache] = caches as { path: string; key: string }[]
  expect(built.length).toBeGreaterThan(3)
  expect(cache?.path.trim().split('\n')).toEqual(built.map(({ folder }) => folder).sort())
  for (const { path } of built) {
    const named = path.endsWith('/build') ? 'test/real/*/build' : path
    expect(cache?.key).toContain(`'${named}'`)
  }
})
