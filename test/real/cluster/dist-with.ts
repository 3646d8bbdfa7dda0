import { join } from 'node:path'
import { synth } from '../../../lib/pipeline/synth.ts'
import type { TenantSpec } from '../../../lib/spec/index.ts'
import { workspace } from '../../support/workspace.ts'
import { type Document, readDist } from './dist.ts'
import { unasked } from './unasked.ts'

/**
 * The dist of a cluster for changed files of some tenants, in a folder that is deleted after the test.
 *
 * @throws when it cannot be synthesised
 */
export async function distWith(
  cluster: string,
  tenants: readonly TenantSpec[],
): Promise<readonly Document[]> {
  const files = tenants.map((spec) => {
    const text = `import { tenant } from '../lib/spec/index.ts'\n\nexport default tenant(${JSON.stringify(spec)})\n`
    return [`tenants/${spec.id}.ts`, text]
  })
  const root = workspace(Object.fromEntries(files))
  const { findings } = await synth({ root })
  const errors = findings.filter(({ level }) => level === 'error')
  if (errors.length > 0) throw new Error(JSON.stringify(errors))
  return readDist(join(root, 'dist'), cluster).map(unasked)
}
