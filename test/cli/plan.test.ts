import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { describe, expect, test, vi } from 'vitest'
import { planSchema } from '../../lib/plan/report.ts'
import { gitWorkspace } from '../support/git.ts'
import { paddock, paddockProgram } from '../support/paddock.ts'
import { workspace } from '../support/workspace.ts'

const plan = (root: string, ...args: string[]) => paddock(root, '--root', root, 'plan', ...args)
/** In a process of its own, whose output is a pipe. */
const program = (root: string, ...args: string[]) => paddockProgram(root, '--root', root, 'plan', ...args)

// Each runs the whole command several times.
vi.setConfig({ testTimeout: 240_000 })

describe('the exit code tells', () => {
  test('safe, needs review, dangerous and wrong', async () => {
    const { root, edit, write, remove, merge, git } = await gitWorkspace()
    const again = async (change: () => void) => {
      await git('checkout', '-q', '.')
      change()
      return program(root, '--base', 'main')
    }
    const nothing = await again(() => {})
    expect(nothing).toMatchObject({
      code: 1,
      err: expect.stringMatching(/\(base-is-head\)\n {2}"main" and HEAD are the same commit [0-9a-f]{10}/),
    })
    const document = await again(() => write('NOTES.md', 'of no cluster'))
    expect(document).toMatchObject({ code: 0, err: '' })
    expect(document.out).toMatch(/^safe: nothing changes, against main \([0-9a-f]{10}\), which is HEAD: /)

    const moved = await again(() => edit('tenants/globex.ts', `'early'`, `'canary'`))
    expect(moved.code).toBe(3)
    expect(moved.out).toMatch(/ring canary moves ollama from 0\.33\.0 to 0\.34\.2 \(globex\)/)

    const wrong = await again(() => remove('tenants/northwind.ts'))
    expect(wrong).toMatchObject({ code: 1 })
    expect(wrong.err).toMatch(
      /✖ tenants\/northwind\.ts {2}\(lifecycle\)\n {2}the file of a tenant that is active/,
    )

    const broken = await again(() => write('tenants/northwind.ts', 'export default {'))
    expect(broken.code).toBe(1)
    // A file that cannot be read is not a tenant that was deleted.
    expect(broken.err).toMatch(/\(syntax\)/)
    expect(broken.err).not.toMatch(/lifecycle/)

    await git('checkout', '-q', '.')
    edit('tenants/hooli.ts', `'suspended'`, `'offboarding'`)
    await merge()
    const gone = await again(() => edit('tenants/hooli.ts', `'offboarding'`, `'deleted'`))
    expect(gone.code).toBe(4)
    expect(gone.out).toMatch(/Application\/tenant-hooli takes .* with it/)
  })

  test('wrong use, with a hint', async () => {
    const root = workspace()
    expect(await plan(root)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/give one of '--base <ref>'/),
    })
    expect(await plan(root, '--bse', 'x')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/Did you mean --base\?/),
    })
    expect(await plan(root, '--base', 'x', '--json', '--markdown')).toMatchObject({ code: 2 })
    expect((await plan(root, '--help')).out).toMatch(/Usage: paddock plan \[options\]/)
  })

  test('what there is to compare with, when there is nothing', async () => {
    expect(await plan(workspace(), '--base', 'main')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/no git repository with a commit/),
    })
    const { root, git } = await gitWorkspace()
    expect((await plan(root, '--base', 'nowhere')).err).toMatch(/there is no commit "nowhere" here/)
    expect((await plan(root, '--base=--upload-pack=x')).err).toMatch(
      /there is no commit "--upload-pack=x" here/,
    )
    expect((await plan(root, '--base', 'origin/nowhere')).err).toMatch(/git fetch origin nowhere\n/)
    await git('commit', '-q', '--allow-empty', '-m', 'one more')
    const shallow = workspace()
    await git('clone', '-q', '--depth', '1', `file://${root}`, join(shallow, 'clone'))
    const { err } = await plan(join(shallow, 'clone'), '--base', 'HEAD~1')
    expect(err).toMatch(/there is no commit "HEAD~1" here\n {2}→ fetch the history: git fetch --unshallow/)
    await git('checkout', '-q', '--orphan', 'alone')
    await git('commit', '-qm', 'alone')
    expect((await plan(root, '--base', 'main')).err).toMatch(/have no commit in common/)
  })
})

test('what is compared is where HEAD left the base, not what the base became since', async () => {
  const repository = await gitWorkspace()
  await repository.git('checkout', '-q', '-b', 'feature')
  repository.edit('tenants/globex.ts', `'early'`, `'canary'`)
  await repository.merge()
  await repository.git('checkout', '-q', 'main')
  repository.edit('tenants/northwind.ts', `'standard'`, `'premium'`)
  await repository.merge()
  await repository.git('checkout', '-q', 'feature')
  const { out } = await plan(repository.root, '--base', 'main', '--json')
  const { tenants } = JSON.parse(out) as { tenants: { changed: { id: string }[] } }
  expect(tenants.changed.map(({ id }) => id)).toEqual(['globex'])
})

test('a dist that is not what the specs give is planned as they give it, and said to be stale', async () => {
  const repository = await gitWorkspace()
  repository.edit('tenants/northwind.ts', `'standard'`, `'premium'`)
  const stale = await plan(repository.root, '--base', 'main', '--json')
  await repository.plan()
  const fresh = await plan(repository.root, '--base', 'main', '--json')
  const [before, after] = [stale, fresh].map(({ out }) => JSON.parse(out) as Record<string, unknown>)
  expect(before?.['dist']).toMatchObject({ state: 'stale', count: expect.any(Number) })
  expect(after?.['dist']).toEqual({ state: 'fresh', files: [], count: 0 })
  for (const section of ['changes', 'clusters', 'restarts', 'refusals', 'dataLoss', 'cost', 'capacity'])
    expect(before?.[section], section).toEqual(after?.[section])
  // A file by hand, tampered with or too many, is reported despite the cache.
  const path = join(repository.root, 'dist/us-east-1/tenants/acme/network.yaml')
  writeFileSync(path, readFileSync(path, 'utf8').replace('Egress', 'Egrets'))
  writeFileSync(join(repository.root, 'dist/us-east-1/tenants/acme/extra.yaml'), 'x')
  const tampered = JSON.parse((await plan(repository.root, '--base', 'main', '--json')).out) as {
    dist: object
  }
  expect(tampered.dist).toMatchObject({
    state: 'stale',
    files: ['us-east-1/tenants/acme/extra.yaml', 'us-east-1/tenants/acme/network.yaml'],
  })
})

test('JSON follows its schema, and is printed again as text or as a comment', async () => {
  const repository = await gitWorkspace()
  repository.edit('tenants/northwind.ts', `'standard'`, `'premium'`)
  const { out, code } = await plan(repository.root, '--base', 'main', '--json')
  const ajv = new Ajv({ strict: false, allErrors: true })
  expect(ajv.validate(planSchema, JSON.parse(out)), JSON.stringify(ajv.errors)).toBe(true)
  const file = join(repository.root, 'plan.json')
  writeFileSync(file, out)
  const text = await program(repository.root, '--from', file)
  expect(text).toMatchObject({ code, err: '' })
  expect(text.out).toMatch(/^needs review: 1 tenant changed/)
  expect(text.out, 'no colours in a pipe').not.toContain('\u001b')
  expect(text.out).toMatch(/\nCost\n {2}~ [+−] [\d,.]+ USD a month/)
  expect(text.out).toMatch(/\nCapacity\n.*cluster us-east-1 /s)
  const comment = await plan(repository.root, '--from', file, '--markdown')
  expect(comment.code).toBe(code)
  expect(comment.out).toMatch(/^<!-- paddock plan -->\n\n## 👀 Plan: `needs review/)

  // A file of anybody: more than the schema knows is refused.
  writeFileSync(file, out.replace('"verdict":', '"extra": 1, "verdict":'))
  expect(await plan(repository.root, '--from', file)).toMatchObject({
    code: 1,
    err: expect.stringMatching(/it is no plan/),
  })
})

test('nothing is written: neither to dist nor to git', async () => {
  const repository = await gitWorkspace()
  repository.edit('tenants/northwind.ts', `'standard'`, `'premium'`)
  const before = await repository.git('status', '--porcelain')
  const index = readFileSync(join(repository.root, '.git/index'))
  await program(repository.root, '--base', 'main')
  expect(await repository.git('status', '--porcelain')).toBe(before)
  expect(readFileSync(join(repository.root, '.git/index')).equals(index)).toBe(true)
})
