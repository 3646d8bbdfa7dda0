import { cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { x } from 'tinyexec'
import { describe, expect, test } from 'vitest'
import { findRoot } from '../../lib/cli/root.ts'
import { listFiles } from '../../lib/write/stage.ts'
import { smallSynthesised, smallWorkspace } from '../support/small.ts'
import { repository } from '../support/workspace.ts'

async function paddock(cwd: string, ...args: string[]) {
  const { exitCode, stdout, stderr } = await x('node', [join(repository, 'lib/cli/paddock.js'), ...args], {
    nodeOptions: { cwd, env: { ...process.env, CI: 'true' } },
  })
  return { code: exitCode, out: stdout, err: stderr }
}

/** Every file below a folder with its size and time of change. */
const state = (root: string) =>
  listFiles(root).map((path) => {
    const { size, mtimeMs } = statSync(join(root, path))
    return [path, size, mtimeMs]
  })

async function synthesised() {
  const root = await smallSynthesised()
  return { root, dist: join(root, 'dist'), file: 'small/tenants/first/network.yaml' }
}

describe('paddock check', () => {
  test('writes nothing: no dist, no stage, no cache', async () => {
    const root = smallWorkspace()
    const before = state(root)
    expect((await paddock(root, 'check')).code).toBe(1)
    expect(state(root)).toEqual(before)
  })

  test('reads the cache and leaves it as it is, also where it holds nothing any more', async () => {
    const { root } = await synthesised()
    const before = state(root)
    expect(await paddock(root, 'check')).toMatchObject({ code: 0 })
    writeFileSync(join(root, '.cache/synth.ndjson'), 'of another version')
    const other = state(root)
    expect(await paddock(root, 'check')).toMatchObject({ code: 0 })
    expect(state(root)).toEqual(other)
    expect(before.length).toBe(other.length)
  })

  test.each([
    ['edited', 'differ', (path: string) => writeFileSync(path, `${readFileSync(path, 'utf8')}# mine\n`)],
    ['edited at the same size', 'differ', (path: string) => swap(path)],
    ['deleted', 'are missing', (path: string) => rmSync(path)],
    ['a folder', 'are missing', (path: string) => replaceByFolder(path)],
    ['copied', 'are made by no spec', (path: string) => cpSync(path, `${path.slice(0, -5)}-2.yaml`)],
  ] as const)('a file of dist that somebody has %s is an error that names it', async (_, why, change) => {
    const { root, dist, file } = await synthesised()
    change(join(dist, file))
    const { code, err } = await paddock(root, 'check')
    expect(code).toBe(1)
    expect(err).toContain('✖ dist  1 file  (stale-dist)')
    expect(err).toContain(why)
    expect(err).toContain(`    ${file.slice(0, -5)}`)
    expect(err).toContain('→ run `npm run synth`')
    const { drift } = JSON.parse((await paddock(root, 'check', '--json')).out) as { drift: object }
    expect(Object.values(drift).flat()).toHaveLength(1)
  })

  test('a spec that changed makes dist stale', async () => {
    const { root } = await synthesised()
    const path = join(root, 'tenants/first.ts')
    writeFileSync(path, readFileSync(path, 'utf8').replace('contacts', `displayName: 'Other',\n  contacts`))
    const { code, err } = await paddock(root, 'check')
    expect(code).toBe(1)
    expect(err).toContain('small/tenants/first/open-webui.yaml')
  })

  test('what a killed run has put aside is no part of dist', async () => {
    const { root, dist } = await synthesised()
    mkdirSync(join(dist, '.stage/small'), { recursive: true })
    writeFileSync(join(dist, '.stage/small/x.yaml'), 'x')
    expect(await paddock(root, 'check')).toMatchObject({ code: 0 })
  })
})

describe('a command in a folder below the root', () => {
  test.each([['check'], ['synth'], ['cost'], ['capacity'], ['schema', '--json']])(
    '%s works as in the root',
    async (...args) => {
      const { root } = await synthesised()
      const below = join(root, 'dist/small/tenants/first')
      const { code, err } = await paddock(below, ...args)
      expect({ code, err: /✖/.test(err) }).toEqual({ code: 0, err: false })
      expect(listFiles(below).some((path) => /dist|schema/.test(path))).toBe(false)
    },
  )

  test('the nearest root upwards counts, and where there is none the folder itself', () => {
    const root = smallWorkspace()
    for (const folder of ['a/b', 'a/clusters']) mkdirSync(join(root, folder), { recursive: true })
    writeFileSync(join(root, 'a/clusters/readme.md'), '')
    expect(findRoot(join(root, 'a/b'))).toBe(root)
    expect(findRoot('/')).toBe('/')
    mkdirSync(join(root, 'a/b/clusters'))
    writeFileSync(join(root, 'a/b/clusters/x.ts'), '')
    expect(findRoot(join(root, 'a/b/clusters'))).toBe(join(root, 'a/b'))
  })
})

/** Another text of the same length. */
function swap(path: string): void {
  writeFileSync(path, readFileSync(path, 'utf8').replace('Egress', 'Egrets'))
}

function replaceByFolder(path: string): void {
  rmSync(path)
  mkdirSync(path)
}
