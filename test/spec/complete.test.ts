import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadSpecs } from '../../lib/pipeline/load.ts'
import { synth } from '../../lib/pipeline/synth.ts'
import { checkShape } from '../../lib/rules/shape.ts'
import { completeCluster, completeTenant } from '../../lib/spec/complete.ts'
import type { ClusterSpec, TenantSpec } from '../../lib/spec/index.ts'
import { listFiles } from '../../lib/write/stage.ts'
import { writtenTenant } from '../support/arbitrary.ts'
import { wholeClusters } from '../support/whole-specs.ts'
import { workspace } from '../support/workspace.ts'

test('completing twice equals completing once, is a valid file and leaves the given value as it is', () => {
  fc.assert(
    fc.property(writtenTenant, (spec) => {
      const before = structuredClone(spec)
      const once = completeTenant(spec)
      expect(spec).toEqual(before)
      expect(once).toMatchObject(spec)
      expect(completeTenant(once)).toEqual(once)
      expect(checkShape('tenant', `tenants/${spec.id}.ts`, once)).toEqual([])
    }),
  )
  for (const spec of Object.values(wholeClusters)) {
    const once = completeCluster(spec)
    expect(once).toMatchObject(spec)
    expect(completeCluster(once)).toEqual(once)
    expect(checkShape('cluster', `clusters/${spec.name}.ts`, once)).toEqual([])
  }
})

test('two tenants share no default value: a change of one never reaches the other', () => {
  const bare: TenantSpec = {
    id: 'aa',
    tier: 'standard',
    cell: 'c',
    contacts: { owner: 'it@a.example' },
  }
  const [one, other] = [completeTenant(bare), completeTenant(bare)]
  one.egress.push({ name: 'x', reason: 'a change of one tenant', cidrs: [], ports: [] })
  one.storage.filesGiB = 7
  expect(other.egress).toEqual([])
  expect(completeTenant(bare).storage.filesGiB).not.toBe(7)
})

test('the base of a plan, in a file of an older schema, keeps its wrong fields and gets all other defaults', () => {
  const old = { id: 'aa', tier: 'gold', cell: 'c', retention: 'long', storage: { filesGiB: 'many', gone: 1 } }
  expect(completeTenant(old as unknown as TenantSpec)).toMatchObject({
    ...old,
    storage: { filesGiB: 'many', gone: 1, databaseGiB: 5 },
    state: 'active',
    ring: 'general',
  })
  expect(completeCluster({ kind: 'regional', cells: { a: {} } } as unknown as ClusterSpec)).toMatchObject({
    cells: { a: { replicateTo: [], database: { backupDays: 35 } } },
    edge: { requestsPerFiveMinutes: 120_000 },
  })
})

test('a fleet whose files write out every default has the same dist, byte for byte', async () => {
  const [bare, full] = [workspace(), workspace()]
  const { tenants, clusters } = await loadSpecs(bare)
  for (const [kind, files] of Object.entries({ tenant: tenants, cluster: clusters })) {
    for (const { file, spec } of files) {
      const call = `${kind}(${JSON.stringify(spec)})`
      writeFileSync(
        join(full, file),
        `import { ${kind} } from '../lib/spec/index.ts'\n\nexport default ${call}\n`,
      )
    }
  }
  for (const root of [bare, full]) {
    const { findings } = await synth({ root, verify: false })
    expect(findings.filter(({ level }) => level === 'error')).toEqual([])
  }
  const dist = (root: string) => join(root, 'dist')
  expect(existsSync(dist(bare))).toBe(true)
  expect(listFiles(dist(full))).toEqual(listFiles(dist(bare)))
  for (const path of listFiles(dist(bare)))
    expect(readFileSync(join(dist(full), path), 'utf8')).toBe(readFileSync(join(dist(bare), path), 'utf8'))
}, 120_000)
