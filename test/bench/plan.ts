import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { x } from 'tinyexec'
import { repository } from '../support/workspace.ts'
import { seeded, tenantSource } from './fleet.ts'

/** An author, and no packing of its own while others are measured. */
const settings = ['user.name=bench', 'user.email=bench@paddock.example', 'gc.auto=0'].flatMap((one) => [
  '-c',
  one,
])

/** Commits the fleet with its dist as the base that plans are compared with. */
export async function commitBase(root: string): Promise<void> {
  writeFileSync(join(root, '.gitignore'), ['.cache/', 'lib', 'objects/', 'out-*/', ''].join('\n'))
  const git = (...args: string[]) => x('git', ['-C', root, ...settings, ...args], { throwOnError: true })
  await git('init', '-q', '-b', 'main')
  await git('add', '-A')
  await git('commit', '-qm', 'base')
  // As a clone has it: one pack, not a file a blob.
  await git('gc', '-q')
}

/** Wall time of the whole command, from the start of its process to its end. */
async function command(root: string, ...args: string[]): Promise<number> {
  const started = performance.now()
  const { exitCode, stderr } = await x('node', [
    join(repository, 'lib/cli/paddock.js'),
    '--root',
    root,
    ...args,
  ])
  if (![0, 3, 4].includes(exitCode ?? 70)) throw new Error(stderr)
  return performance.now() - started
}

const plan = (root: string) => command(root, 'plan', '--base', 'main', '--json')

/** Wall times of plans and of the synthesis that they are held against, by name; the fleet is as before afterwards. */
export async function samplePlans(root: string, tenants: number, run: number): Promise<Map<string, number>> {
  const samples = new Map<string, number>()
  const cold = () => rmSync(join(root, '.cache'), { recursive: true, force: true })
  const tenant = (index: number) => join(root, `tenants/tenant-${index}.ts`)
  const before = Array.from({ length: tenants }, (_, index) => readFileSync(tenant(index), 'utf8'))

  await command(root, 'synth')
  samples.set('plan, nothing changed', await plan(root))
  const changed = tenantSource(1, seeded(run + 1)).replace(
    'contacts',
    `displayName: 'Run ${run}',\n  contacts`,
  )
  writeFileSync(tenant(1), changed)
  samples.set('plan, one tenant changed, dist stale', await plan(root))
  await command(root, 'synth')
  samples.set('plan, one tenant changed', await plan(root))

  for (const [index, text] of before.entries())
    writeFileSync(tenant(index), text.replace('contacts', `ring: 'early',\n  contacts`))
  cold()
  samples.set('plan, every object changed, nothing known', await plan(root))
  rmSync(join(root, 'dist'), { recursive: true, force: true })
  cold()
  samples.set('synth, cold', await command(root, 'synth'))
  samples.set('plan, every object changed', await plan(root))

  for (const [index, text] of before.entries()) writeFileSync(tenant(index), text)
  await command(root, 'synth')
  return samples
}
