import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

/** Root of this repository. */
export const repository = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

/** Root of the fixtures: specs of their own, in `test/fleet`, and their dist, which test/support/draw-fleet.ts draws. */
export const fixtures = join(repository, 'test/fleet')

/**
 * Root of the specs and the dist that a test is run on. vitest.config.ts has every test of Node run on the fixtures, and
 * those of `test/dist` a second time on the repository's own. Proofs on real programs run on the repository's own, unless
 * they name tenants.
 */
export const subject = process.env['PADDOCK_FLEET'] === 'fixtures' ? fixtures : repository

/** A folder with the subject's specs and own charts, and `lib` and the kit behind links, for tests that change files. Deleted afterwards. */
export function workspace(files: Readonly<Record<string, string>> = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'paddock-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const folder of ['tenants', 'clusters'])
    cpSync(join(subject, folder), join(root, folder), { recursive: true })
  symlinkSync(join(repository, 'lib'), join(root, 'lib'))
  mkdirSync(join(root, 'charts'))
  symlinkSync(join(repository, 'charts/kit'), join(root, 'charts/kit'))
  if (existsSync(join(subject, 'charts/own')))
    cpSync(join(subject, 'charts/own'), join(root, 'charts/own'), { recursive: true })
  writeFileSync(join(root, '.gitignore'), '.cache/\n')
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }\n')
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

/** Source of a tenant file from the fields after `id`. */
export function tenantFile(fields: string): string {
  return `import { tenant } from '../lib/spec/index.ts'\n\nexport default tenant({\n${fields}\n})\n`
}
