import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { gitWorkspace } from '../support/git.ts'
import { paddockProgram, paddock as run } from '../support/paddock.ts'
import { smallWorkspace } from '../support/small.ts'
import { repository, tenantFile, workspace } from '../support/workspace.ts'

const unpinned = /●[^\n]*\(image-unpinned\)\n.*\n.*\n\n?/g

async function paddock(root: string, ...args: string[]) {
  const { err, ...rest } = await run(root, '--root', root, ...args)
  return { ...rest, err: err.replaceAll(unpinned, '') }
}

/** In a process of its own. Colours are a terminal's: a pipe gets none, whatever the environment of a CI says. */
const program = (root: string, ...args: string[]) => paddockProgram(root, '--root', root, ...args)

describe('paddock synth', () => {
  test('says what it made, and on the second run that nothing changed', async () => {
    const root = workspace()
    const first = await program(root, 'synth')
    expect(first.code).toBe(0)
    expect(first.out).toMatch(/✔ us-east-1 +7 tenants, \d+ objects, \d+ files/)
    const second = await program(root, 'synth')
    expect(second.out).toMatch(/^0 written, 0 removed, \d+ unchanged/m)
  })

  test('a syntax error is told with its place, without a stack, and dist is not made', async () => {
    const root = workspace({
      'tenants/broken.ts': 'export default {',
      'tenants/other.ts': 'export default 1',
    })
    const { code, out, err } = await program(root, 'synth')
    expect(code).toBe(1)
    expect(err).toMatch(/✖ tenants\/broken\.ts {2}line 1, column 17 {2}\(syntax\)\n {2}} is missing here/)
    expect(err).toContain('✖ tenants/other.ts')
    expect(err).not.toMatch(/^\s+at |node_modules/m)
    expect(out).toContain('2 errors')
    expect(existsSync(join(root, 'dist'))).toBe(false)
  })
})

describe('paddock check', () => {
  test('lists the images without a digest and the models without a release', async () => {
    const { root } = await gitWorkspace()
    const { code, out } = await paddock(root, 'check', '--json')
    expect(code).toBe(0)
    const { findings } = JSON.parse(out) as { findings: { code: string; level: string }[] }
    expect(findings.filter(({ level }) => level === 'error')).toEqual([])
    expect(findings.map(({ code: rule }) => rule)).toContain('image-unpinned')
    expect(findings.map(({ code: rule }) => rule)).toContain('model-unreleased')
  })
})

describe('paddock tenant records', () => {
  test('says where each own host leads, and its challenge, once for a wildcard and what it stands below', async () => {
    const hosts = ['fresh.example', '*.fresh.example', 'fresh.use1.paddock.example']
    const fields = `id: 'fresh', tier: 'standard', cell: 'us-east-1-a', contacts: { owner: 'a@b.example' }`
    const root = workspace({
      'tenants/fresh.ts': tenantFile(`${fields}, hosts: ${JSON.stringify(hosts)}`),
    })
    const { code, out } = await paddock(root, 'tenant', 'records', 'fresh')
    expect(code).toBe(0)
    expect(`\n${out}`).toMatchInlineSnapshot(`
      "
      name                           type   value
      fresh.example                  CNAME  hosts.use1.paddock.example
      *.fresh.example                CNAME  hosts.use1.paddock.example
      _acme-challenge.fresh.example  CNAME  fresh-ccdb39bb43bc.challenges.paddock.example
      "
    `)
    const { out: json } = await paddock(root, 'tenant', 'records', 'fresh', '--json')
    expect(JSON.parse(json)).toHaveLength(3)
    expect((await paddock(root, 'tenant', 'records', 'globex')).out).toBe(
      'globex has no host of its own: nothing is to be entered.\n',
    )
    expect(await paddock(root, 'tenant', 'records', 'nobody')).toMatchObject({ code: 2 })
  })

  test('are told to whoever writes a tenant with hosts of its own', async () => {
    const root = workspace()
    const flags = ['--tier', 'standard', '--cell', 'us-east-1-a', '--owner', 'it@fresh.example']
    const { out } = await paddock(root, 'tenant', 'new', 'fresh', ...flags, '--host', 'chat.fresh.example')
    expect(out).toMatch(
      /_acme-challenge\.chat\.fresh\.example +CNAME +fresh-[0-9a-f]{12}\.challenges\.paddock\.example/,
    )
  })
})

describe('paddock tenant new', () => {
  const flags = ['--tier', 'standard', '--cell', 'us-east-1-a', '--owner', 'it@fresh.example']

  test('writes eight lines that check and are formatted', async () => {
    const { root } = await gitWorkspace()
    const { code, out } = await paddock(root, 'tenant', 'new', 'fresh', ...flags)
    expect(code).toBe(0)
    expect(out).toContain('npm run synth')
    const text = readFileSync(join(root, 'tenants/fresh.ts'), 'utf8')
    expect(text.trimEnd().split('\n')).toHaveLength(8)
    expect(text).toBe(
      tenantFile(
        `  id: 'fresh',\n  tier: 'standard',\n  cell: 'us-east-1-a',\n  contacts: { owner: 'it@fresh.example' },`,
      ),
    )
    expect((await paddock(root, 'synth')).code).toBe(0)
    expect((await paddock(root, 'tenant', 'new', 'fresh', ...flags)).err).toContain('it is not overwritten')
  })

  test('names the missing flags without a terminal, and writes nothing that does not check', async () => {
    const root = workspace()
    expect(await paddock(root, 'tenant', 'new', 'fresh')).toMatchObject({
      code: 2,
      err: 'missing: --tier, --cell, --owner\n',
    })
    const clash = await paddock(
      root,
      'tenant',
      'new',
      'fresh',
      ...flags,
      '--host',
      'chat.acme.example',
      '--model',
      'llama3:70b',
    )
    expect(clash.code).toBe(1)
    expect(clash.err).toContain('(gpu-model)')
    expect(existsSync(join(root, 'tenants/fresh.ts'))).toBe(false)
  })
})

describe('a wrong folder', () => {
  test('without a cluster all is not well, and nothing that lies there is taken for stale', async () => {
    const { root } = await gitWorkspace()
    rmSync(join(root, 'clusters'), { recursive: true })
    rmSync(join(root, 'tenants'), { recursive: true })
    for (const command of ['check', 'synth', 'cost']) {
      const { code, err } = await paddock(root, command)
      expect({ command, code }).toEqual({ command, code: 1 })
      expect(err).toContain('✖ clusters  (no-clusters)')
    }
    expect(existsSync(join(root, 'dist/us-east-1'))).toBe(true)
  })

  test('what synth did not make is not deleted to make room', async () => {
    const root = smallWorkspace()
    writeFileSync(join(root, '.gitignore'), '.cache/\n')
    mkdirSync(join(root, 'mine'))
    writeFileSync(join(root, 'mine/thesis.txt'), 'the only copy')
    for (const [out, found] of [
      ['.', '.gitignore'],
      ['mine', 'thesis.txt'],
    ] as const) {
      const { code, err } = await paddock(root, 'synth', '--out', out)
      expect(code).toBe(2)
      expect(err).toContain(`${out} holds ${found}, which synth did not make and would delete`)
    }
    expect(readFileSync(join(root, 'mine/thesis.txt'), 'utf8')).toBe('the only copy')
    expect((await paddock(root, 'synth', '--out', 'new')).code).toBe(0)
    expect((await paddock(root, 'synth', '--out', 'new')).out).toMatch(/^0 written, 0 removed/m)
  })

  test('what the machine refuses is told by path and reason, not as a bug', async () => {
    const { code, err } = await paddock(workspace(), 'synth', '--out', '/dev/null/dist')
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringMatching(/^\/dev\/null\/dist\S*: it is no folder, or lies below what is none\n$/),
    })
  })
})

describe('wrong use', () => {
  test.each([
    [['cost', '--budget', '--tenant', 'acme'], /'--budget' cannot be used with option '--tenant <id>'/],
    [['snyth'], /unknown command 'snyth'\n\(Did you mean synth\?\)/],
    [['synth', '--jsn'], /unknown option '--jsn'\n\(Did you mean --json\?\)/],
  ])('%s is refused with a hint', async (args, message) => {
    const { code, err } = await program(repository, ...args)
    expect(code).toBe(2)
    expect(err).toMatch(message)
  })
})
