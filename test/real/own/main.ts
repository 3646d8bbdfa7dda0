import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheNodeNames, databaseInstanceNames } from '../../../lib/catalog/data-instances.ts'
import { instanceTypeNames } from '../../../lib/catalog/instances.ts'
import { prices } from '../../../lib/catalog/prices.ts'
import { repository } from '../../support/workspace.ts'
import { type Change, changes, failover } from './changes.ts'
import { type Copy, copyRepository } from './copy.ts'

/** Everything that reads specs or dist, beside the compiler and the linter's rooms. */
async function verify(copy: Copy, catalogue = false): Promise<void> {
  await copy.run('node', 'lib/cli/paddock.js', 'synth')
  if (catalogue) await copy.run('node', 'lib/cli/paddock.js', 'schema')
  await Promise.all([
    // The compiler keeps its results for files that did not change.
    copy.run('node_modules/.bin/tsc', '--incremental', '--tsBuildInfoFile', '.cache/types.tsbuildinfo'),
    copy.run('node_modules/.bin/biome', 'lint', 'tenants', 'clusters', 'lib/catalog'),
    copy.run('node_modules/.bin/vitest', 'run', '--project', 'own'),
  ])
  if (!catalogue) return
  const rooms = ['test/catalog', 'test/cost', 'test/rules', 'test/spec', 'test/cli/editor-schemas.test.ts']
  await copy.run(
    'node_modules/.bin/vitest',
    'run',
    '--project',
    'fixtures',
    '--project',
    'replacing',
    ...rooms,
  )
}

async function proof(copy: Copy, name: string, steps: (copy: Copy) => Promise<void>): Promise<boolean> {
  const started = Date.now()
  try {
    await copy.reset()
    await steps(copy)
    console.log(`✔ ${name} (${Math.round((Date.now() - started) / 1000)} s)`)
    return true
  } catch (cause) {
    console.error(`✖ ${name}\n${cause instanceof Error ? cause.message : String(cause)}`)
    return false
  }
}

async function expectFiles(copy: Copy, files: readonly string[]): Promise<void> {
  const [found, wanted] = [(await copy.changed()).join(', '), [...files].sort().join(', ')]
  if (found !== wanted) throw new Error(`files that changed: ${found}\nnot: ${wanted}`)
}

/** The command of the README, as it is shown there. */
function readmeCommand(): string[] {
  const readme = readFileSync(join(repository, 'README.md'), 'utf8')
  const [, args] = /^npx paddock (tenant new wonka .*)$/m.exec(readme) ?? []
  if (args === undefined) throw new Error('the README does not show how a tenant is added')
  return args.split(' ')
}

const priced = [...Object.keys(prices), ...instanceTypeNames, ...databaseInstanceNames, ...cacheNodeNames]

const proofs: readonly (readonly [string, (copy: Copy) => Promise<void>])[] = [
  [
    'a tenant is added as the README says',
    async (copy) => {
      await copy.run('node', 'lib/cli/paddock.js', ...readmeCommand())
      await expectFiles(copy, ['tenants/wonka.ts'])
      await verify(copy)
    },
  ],
  [
    'a region fails over by the runbook’s line, and back',
    async (copy) => {
      failover.there(copy.root)
      await expectFiles(copy, [failover.file])
      await verify(copy)
      failover.back(copy.root)
      await copy.run('node', 'lib/cli/paddock.js', 'synth')
      // Every byte is as it was in the clone, which the second run of the same tests would find again.
      await copy.run('git', 'diff', '--exit-code', '--stat', 'HEAD')
    },
  ],
  ...changes(priced).map(
    (change: Change) =>
      [
        change.name,
        async (copy: Copy) => {
          change.make(copy.root)
          await expectFiles(copy, change.files)
          await verify(copy, change.catalogue)
        },
      ] as const,
  ),
]

const [only] = process.argv.slice(2)
const copy = await copyRepository()
let failed = false
try {
  for (const [name, steps] of proofs)
    if (only === undefined || name.includes(only)) failed = !(await proof(copy, name, steps)) || failed
} finally {
  copy.remove()
}
process.exitCode = failed ? 1 : 0
