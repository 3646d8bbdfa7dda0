import { dirname, join, relative } from 'node:path'
import { build, type Plugin } from 'esbuild'
import { expect } from 'vitest'
import type { ComposedApi } from '../../../crossplane/apis/region-apis.ts'
import type { Manifest } from '../../../lib/kube/object.ts'
import { repository } from '../../support/workspace.ts'

/** The world that tests see in place of dist and of the compositions' source. */
export interface World {
  readonly manifests: readonly Manifest[]
  readonly regionApis: readonly ComposedApi[]
  readonly hubApis: readonly ComposedApi[]
}

/** A test file, ready to be run on any world in this process. */
export interface TestFile {
  readonly path: string
  /**
   * Names of tests that fail on a world; without any, of those that also take too long.
   *
   * @param known tests that are left out
   */
  failures(world: World, known?: ReadonlySet<string>): Promise<ReadonlySet<string>>
}

/** Tests that take longer are left out: each runs thousands of times. */
const slowMilliseconds = 150

const mutable = ['test/support/dist.ts', 'crossplane/apis/hub-apis.ts', 'crossplane/apis/region-apis.ts']
/** They read specs, which no mutant changes; the rest of the tests' own code keeps what it read of dist. */
const constant = [
  'test/crossplane/kind-schemas.ts',
  'test/crossplane/manifest-schemas.ts',
  'test/support/fleet.ts',
  'test/support/subject.ts',
  'test/support/workspace.ts',
]

/**
 * Bundles a test file with everything that may remember dist; code of the product is loaded once. Its tests then run in
 * milliseconds, on objects that no file holds.
 */
export async function loadTestFile(path: string): Promise<TestFile> {
  const { outputFiles } = await build({
    absWorkingDir: repository,
    entryPoints: [path],
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    define: { 'import.meta.url': JSON.stringify(`file://${join(repository, path)}`) },
    plugins: [outside],
    logLevel: 'silent',
  })
  const code = outputFiles[0]?.text ?? ''
  const names = [...code.matchAll(/require\("([^"]+)"\)/g)].map(([, name = '']) => name)
  const modules = new Map<string, unknown>()
  for (const name of new Set(names)) {
    if (name === 'vitest' || name.startsWith('world:')) continue
    modules.set(name, await import(/* @vite-ignore */ name))
  }
  const run = new Function('require', 'module', 'exports', '__filename', '__dirname', code) as Script
  return {
    path,
    async failures(world, known) {
      const tests: Collected[] = []
      const file = join(repository, path)
      const require = (name: string) =>
        name === 'vitest'
          ? collector(tests)
          : name.startsWith('world:')
            ? worldModule(name, world)
            : modules.get(name)
      const failed = new Set<string>()
      try {
        const module = { exports: {} }
        run(require, module, module.exports, file, dirname(file))
      } catch {
        if (!known?.has('loading')) failed.add('loading')
      }
      for (const { name, body } of tests) {
        if (known?.has(name)) continue
        const started = process.cpuUsage()
        try {
          await body()
          if (!known && process.cpuUsage(started).user > slowMilliseconds * 1000) failed.add(name)
        } catch {
          failed.add(name)
        }
        if (known && failed.size > 0) return failed
      }
      return failed
    },
  }
}

type Script = (
  require: (name: string) => unknown,
  module: object,
  exports: object,
  file: string,
  folder: string,
) => void

const outside: Plugin = {
  name: 'outside',
  setup({ onResolve }) {
    onResolve({ filter: /.*/ }, ({ path, importer, kind }) => {
      if (kind === 'entry-point') return undefined
      if (!path.startsWith('.')) return { path, external: true }
      const full = join(dirname(importer), path)
      const at = relative(repository, full)
      if (mutable.includes(at)) return { path: `world:${at}`, external: true }
      return at.startsWith('test/') && !constant.includes(at) ? undefined : { path: full, external: true }
    })
  },
}

function worldModule(name: string, { manifests, regionApis, hubApis }: World): object {
  if (name.endsWith('hub-apis.ts')) return { hubApis }
  if (name.endsWith('region-apis.ts')) return { regionApis }
  return {
    readDist: (prefix = '') => manifests.filter(({ path }) => path.startsWith(prefix)),
    isCrds: (path: string) => /\/platform\/[a-z-]+-crds\//.test(path),
  }
}

interface Collected {
  readonly name: string
  readonly body: () => unknown
}

/** The functions of vitest that collect tests, in place of vitest's own. */
function collector(tests: Collected[]): object {
  const before: string[] = []
  const add = (name: unknown, ...rest: unknown[]) => {
    const body = rest.find((one): one is () => unknown => typeof one === 'function')
    if (body) tests.push({ name: [...before, String(name)].join(' > '), body })
  }
  const group = (name: unknown, ...rest: unknown[]) => {
    const body = rest.find((one): one is () => void => typeof one === 'function')
    before.push(String(name))
    body?.()
    before.pop()
  }
  const nothing = () => undefined
  return {
    expect,
    test: withEach(add),
    it: withEach(add),
    describe: withEach(group),
    onTestFinished: nothing,
    afterAll: nothing,
    afterEach: nothing,
    beforeAll: (body: () => unknown) => tests.push({ name: 'beforeAll', body }),
    vi: {},
    inject: nothing,
  }
}

type Collect = (name: unknown, ...rest: unknown[]) => void

function withEach(collect: Collect): object {
  const each = (table: readonly unknown[]) => (name: string, body: (...row: unknown[]) => unknown) => {
    for (const [index, row] of table.entries()) {
      const values = Array.isArray(row) ? (row as unknown[]) : [row]
      collect(`${name} ${index} ${JSON.stringify(values)?.slice(0, 80)}`, () => body(...values))
    }
  }
  const when = (condition: unknown) => (condition ? withEach(collect) : withEach(() => undefined))
  return Object.assign((name: unknown, ...rest: unknown[]) => collect(name, ...rest), {
    each,
    skip: () => undefined,
    skipIf: (condition: unknown) => when(!condition),
    runIf: when,
  })
}
