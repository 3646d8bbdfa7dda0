import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { x } from 'tinyexec'
import { expect, onTestFinished, test } from 'vitest'
import settings from '../../biome.json' with { type: 'json' }
import { tenantSource } from '../../lib/cli/tenant-source.ts'
import { parseSpec } from '../../lib/pipeline/spec/parse.ts'
import type { TenantSpec } from '../../lib/spec/index.ts'
import { repository } from '../support/workspace.ts'

const base: TenantSpec = {
  id: 'aa',
  tier: 'standard',
  cell: 'us-east-1-a',
  contacts: { owner: 'it@a.example' },
}
const named = (displayName: string): TenantSpec => ({ ...base, displayName })
const specs: readonly TenantSpec[] = [
  base,
  named('Plain'),
  named("It's"),
  named('The "best"'),
  named(`"a" 'b'`),
  named(`'a' 'b' "c"`),
  named(`"a" "b" 'c'`),
  named('back\\slash\nline ✓'),
  named('x'.repeat(80)),
  { ...base, hosts: Array.from({ length: 10 }, (_, n) => `host-number-${n}.of-the-tenant.example`) },
  { ...base, hosts: [`${'a'.repeat(60)}.${'b'.repeat(60)}.example`] },
  { ...base, contacts: { owner: `${'someone-with-a-long-name.'.repeat(5)}x@a.example` } },
  { ...base, models: ['llama3:8b', 'llama3.1:8b', 'mistral:7b', 'qwen2.5:7b'] },
]

test('whatever is asked for, the file says it', () => {
  for (const spec of specs) expect(parseSpec('tenants/x.ts', tenantSource(spec))).toEqual({ value: spec })
})

test('and stands as the formatter would have it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'paddock-source-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [index, spec] of specs.entries()) writeFileSync(join(folder, `${index}.ts`), tenantSource(spec))
  const { formatter, javascript } = settings
  writeFileSync(join(folder, 'biome.json'), JSON.stringify({ formatter, javascript }))
  const { exitCode, stdout, stderr } = await x(
    join(repository, 'node_modules/.bin/biome'),
    ['format', '--colors=off', ...specs.map((_, index) => `${index}.ts`)],
    { nodeOptions: { cwd: folder } },
  )
  expect([exitCode, exitCode === 0 ? '' : stdout + stderr]).toEqual([0, ''])
})
