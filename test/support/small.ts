import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { synth } from '../../lib/pipeline/synth.ts'
import { tenantFile } from './workspace.ts'

const cluster = `import { cluster } from '../lib/spec/index.ts'

export default cluster({
  kind: 'local',
  name: 'small',
  domain: 'small.localhost',
  gitOps: { repository: 'https://git.example/platform.git', revision: 'refs/heads/main' },
  operatorGroups: ['small:operators'],
  contact: 'it@git.example',
  network: { podCidrs: ['10.244.0.0/16'], apiServerCidrs: ['172.16.0.0/12'], apiServerPort: 6443 },
  cells: { 'small-a': { capacity: { tenants: 5, connections: 400, databaseGiB: 50, filesGiB: 50 } } },
})
`

const tenant = tenantFile(`  id: 'first',
  tier: 'standard',
  cell: 'small-a',
  contacts: { owner: 'it@first.example' },
  models: ['llama3.2:1b'],
  inference: { contextTokens: 4096, parallelRequests: 1 },
  expectedUsers: 2,
  scaling: { ollama: { min: 1, max: 1 }, openWebui: { min: 2, max: 2 } },`)

/**
 * A folder with one cluster without AWS and one tenant, which synthesise in a fraction of the time of a region. Deleted
 * afterwards.
 */
export function smallWorkspace(): string {
  const root = mkdtempSync(join(tmpdir(), 'paddock-small-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  smallRoot(root)
  return root
}

/** Fills an empty folder with them. */
export function smallRoot(root: string): void {
  for (const folder of ['clusters', 'tenants']) mkdirSync(join(root, folder))
  writeFileSync(join(root, 'clusters/small.ts'), cluster)
  writeFileSync(join(root, 'tenants/first.ts'), tenant)
}

/** The same with its dist, and a cache that knows it. */
export async function smallSynthesised(): Promise<string> {
  const root = smallWorkspace()
  const { findings } = await synth({ root, cache: true })
  const wrong = findings.find(({ level }) => level === 'error')
  if (wrong) throw new Error(JSON.stringify(wrong))
  return root
}
