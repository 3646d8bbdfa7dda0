import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { x } from 'tinyexec'
import { plan } from '../../lib/pipeline/plan.ts'
import { synth } from '../../lib/pipeline/synth.ts'
import type { PlanReport } from '../../lib/plan/report.ts'
import type { Fleet } from '../../lib/rules/fleet.ts'
import { repository } from './workspace.ts'

/** A repository under git that holds nothing but the given specs and their dist. */
export interface SpecRepository {
  readonly root: string
  git(...args: string[]): Promise<string>
  /** Writes the fleet's specs in place of all that were there. */
  put(fleet: Fleet): void
  /** Synthesises and commits everything. */
  commit(message?: string): Promise<string>
  /** Synthesises, unless dist is to stay as it is, and plans against a base. */
  plan(options?: { readonly base?: string; readonly stale?: boolean }): Promise<PlanReport>
  remove(): void
}

/** Makes one whose branch `main` holds a fleet; the caller removes it. */
export async function specRepository(fleet: Fleet): Promise<SpecRepository> {
  const root = mkdtempSync(join(tmpdir(), 'paddock-specs-'))
  const settings = ['-c', 'user.name=t', '-c', 'user.email=t@paddock.example', '-c', 'gc.auto=0']
  const git = async (...args: string[]) =>
    (await x('git', ['-C', root, ...settings, ...args], { throwOnError: true })).stdout.trim()
  symlinkSync(join(repository, 'lib'), join(root, 'lib'))
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }\n')
  writeFileSync(join(root, '.gitignore'), '.cache/\nlib\n')
  const made: SpecRepository = {
    root,
    git,
    put({ tenants, clusters }) {
      for (const folder of ['tenants', 'clusters']) {
        rmSync(join(root, folder), { recursive: true, force: true })
        mkdirSync(join(root, folder))
      }
      const write = (kind: 'tenant' | 'cluster', file: string, spec: unknown) =>
        writeFileSync(join(root, file), sourceOf(kind, spec))
      for (const { file, spec } of tenants) write('tenant', file, spec)
      for (const { file, spec } of clusters) write('cluster', file, spec)
    },
    async commit(message = 'merge') {
      const { findings } = await synth({ root, cache: true })
      const wrong = findings.filter(({ level }) => level === 'error')
      if (wrong.length > 0) throw new Error(JSON.stringify(wrong))
      await git('add', '-A')
      await git('commit', '-q', '--allow-empty', '-m', message)
      return git('rev-parse', 'HEAD')
    },
    async plan({ base = 'main', stale = false } = {}) {
      if (!stale) await synth({ root, cache: true })
      return plan({ root, base })
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
  await git('init', '-q', '-b', 'main')
  made.put(fleet)
  await made.commit()
  return made
}

/** A spec as its file would say it. */
function sourceOf(kind: 'tenant' | 'cluster', spec: unknown): string {
  const fields = JSON.stringify(spec, undefined, 2)
  return `import { ${kind} } from '../lib/spec/index.ts'\n\nexport default ${kind}(${fields})\n`
}
