import { createColors } from 'picocolors'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { short } from '../../lib/cli/plan-page.ts'
import { planText } from '../../lib/cli/plan-print.ts'
import type { PlanReport } from '../../lib/plan/report.ts'
import type { TenantSpec } from '../../lib/spec/index.ts'
import { fleetOf, plain } from '../support/fleet.ts'
import { type SpecRepository, specRepository } from '../support/spec-repository.ts'

// Real commits of a real repository; the first synthesis is the slow one.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

const other: TenantSpec = { ...plain, id: 'other', contacts: { owner: 'it@other.example' } }
const start = fleetOf([plain])
const withOther = fleetOf([plain, other])

let repository: SpecRepository
let first: string
beforeAll(async () => {
  repository = await specRepository(start)
  first = await repository.git('rev-parse', 'HEAD')
})
afterAll(() => repository.remove())
beforeEach(async () => {
  await repository.git('checkout', '-q', '--force', 'main')
  await repository.git('reset', '-q', '--hard', first)
  await repository.git('clean', '-qfd')
})

const titleOf = (report: PlanReport) => planText(report, short, createColors(false)).split('\n')[0]
const added = (report: PlanReport) => report.tenants.added.map(({ id }) => id)

/** Neither safe nor silent: which commit it is, and what to name in its place. */
function nothingCompared(report: PlanReport, why: RegExp): void {
  expect(report.verdict).toBe('wrong')
  expect(report.findings).toEqual([
    expect.objectContaining({
      level: 'error',
      code: 'base-is-head',
      why: expect.stringMatching(why),
      remedy: expect.stringContaining('--base HEAD~1'),
    }),
  ])
  expect(titleOf(report)).toBe('wrong: there is nothing to compare')
}

describe('nothing to compare is never safe', () => {
  test('on main itself', async () => {
    nothingCompared(
      await repository.plan(),
      new RegExp(`^"main" and HEAD are the same commit ${first.slice(0, 10)}, .*nothing was compared$`),
    )
  })

  test('with a detached head on main, and by the commit’s own id', async () => {
    await repository.git('checkout', '-q', '--detach')
    nothingCompared(await repository.plan(), /"main" and HEAD are the same commit/)
    nothingCompared(await repository.plan({ base: first }), /are the same commit/)
  })

  test('on a branch that main holds already, whether or not main went on', async () => {
    await repository.git('checkout', '-q', '-b', 'merged')
    repository.put(withOther)
    const head = await repository.commit()
    await repository.git('checkout', '-q', 'main')
    await repository.git('merge', '-q', '--no-ff', '-m', 'merge', 'merged')
    const main = await repository.git('rev-parse', 'HEAD')
    await repository.git('checkout', '-q', 'merged')
    nothingCompared(
      await repository.plan(),
      new RegExp(`^HEAD \\(${head.slice(0, 10)}\\) is part of "main" \\(${main.slice(0, 10)}\\) already`),
    )
    // The remedy works.
    const report = await repository.plan({ base: 'HEAD~1' })
    expect([report.verdict, added(report)]).toEqual(['review', ['other']])
    await repository.git('checkout', '-q', 'main')
    await repository.git('branch', '-q', '-D', 'merged')
  })
})

describe('the merge base is what is compared', () => {
  const branch = async (name: string, work: () => Promise<void>) => {
    await repository.git('checkout', '-q', '-b', name)
    try {
      await work()
    } finally {
      await repository.git('checkout', '-q', '--force', 'main')
      await repository.git('branch', '-q', '-D', name)
    }
  }

  test('a branch with commits whose working tree is HEAD', () =>
    branch('commits', async () => {
      repository.put(withOther)
      await repository.commit('one')
      await repository.commit('two')
      const report = await repository.plan()
      expect([report.verdict, added(report), report.base.commit]).toEqual(['review', ['other'], first])
      expect(titleOf(report)).toMatch(
        new RegExp(`^needs review: 1 tenant added, .*against main \\(${first.slice(0, 10)}\\)$`),
      )
    }))

  test('the same with a detached head', () =>
    branch('detached', async () => {
      repository.put(withOther)
      await repository.commit()
      await repository.git('checkout', '-q', '--detach')
      expect(added(await repository.plan())).toEqual(['other'])
    }))

  test('commits that undo one another are compared, and change nothing', () =>
    branch('undone', async () => {
      repository.put(withOther)
      await repository.commit()
      repository.put(start)
      await repository.commit()
      const report = await repository.plan()
      expect([report.verdict, report.changes]).toEqual(['safe', []])
      expect(titleOf(report)).toMatch(/^safe: nothing changes, against main/)
    }))

  test('a main that went on does not take the branch’s work back', async () => {
    const elsewhere: TenantSpec = { ...plain, id: 'elsewhere' }
    await repository.git('branch', '-q', 'ahead')
    repository.put(fleetOf([plain, elsewhere]))
    await repository.commit()
    await repository.git('checkout', '-q', 'ahead')
    // Nothing of the branch yet: what main has since is no removal.
    nothingCompared(await repository.plan(), /is part of "main"/)
    repository.put(withOther)
    await repository.commit()
    const report = await repository.plan()
    expect([added(report), report.tenants.removed, report.base.commit]).toEqual([['other'], [], first])
    await repository.git('checkout', '-q', 'main')
    await repository.git('branch', '-q', '-D', 'ahead')
  })
})

describe('what is not committed is compared', () => {
  test.each(['main', 'a branch', 'a detached head'])('on %s', async (where) => {
    if (where === 'a branch') await repository.git('checkout', '-q', '-b', 'dirty')
    if (where === 'a detached head') await repository.git('checkout', '-q', '--detach')
    repository.put(withOther)
    const report = await repository.plan()
    expect([report.verdict, added(report)]).toEqual(['review', ['other']])
    expect(titleOf(report)).toMatch(/, which is HEAD: only what is not committed is compared$/)
    await repository.git('add', '-A')
    expect(added(await repository.plan()), 'staged').toEqual(['other'])
    await repository.git('checkout', '-q', '--force', 'main')
    if (where === 'a branch') await repository.git('branch', '-q', '-D', 'dirty')
  })

  test('a commit whose dist is not what its specs give is stale, not the same', async () => {
    repository.put(withOther)
    await repository.git('add', '-A')
    await repository.git('commit', '-q', '-m', 'specs without dist')
    const report = await repository.plan({ stale: true })
    expect(report.verdict).toBe('review')
    expect(report.dist.state).toBe('stale')
  })
})
