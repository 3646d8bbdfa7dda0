import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cancel, isCancel, select, text } from '@clack/prompts'
import { loadSpecs } from '../pipeline/load.ts'
import { checkFleet } from '../rules/index.ts'
import { checkShape } from '../rules/shape.ts'
import type { TenantSpec } from '../spec/index.ts'
import { formatFindings } from './print.ts'
import { tenantSource } from './tenant-source.ts'

/** What the command line gave. */
export interface Flags {
  tier?: string
  cell?: string
  owner?: string
  displayName?: string
  ring?: string
  host?: string[]
  model?: string[]
}

/** Writes the file of a new tenant, unless anything is wrong with it; answers the exit code. */
export async function newTenant(root: string, given: Flags & { id?: string }): Promise<number> {
  const fleet = await loadSpecs(root)
  const cells = fleet.clusters.flatMap(({ spec }) => (spec.kind === 'hub' ? [] : Object.keys(spec.cells)))
  const answers = process.stdin.isTTY && process.stdout.isTTY ? await ask(given, cells) : given
  if (!answers) return 1
  const { id, tier, cell, owner } = answers
  if (!id || !tier || !cell || !owner) {
    const missing = Object.entries({ '<id>': id, '--tier': tier, '--cell': cell, '--owner': owner })
    console.error(`missing: ${missing.flatMap(([flag, value]) => (value ? [] : [flag])).join(', ')}`)
    return 2
  }
  const spec = specOf({ ...answers, id, tier, cell, owner })
  const file = `tenants/${id}.ts`
  if (existsSync(join(root, file))) {
    console.error(`${file} exists; it is not overwritten`)
    return 1
  }
  const shape = checkShape('tenant', file, spec)
  const tenants = [...fleet.tenants, { file, spec, hash: '' }]
  const findings =
    shape.length > 0 ? shape : checkFleet({ ...fleet, tenants }).filter((one) => one.file === file)
  const errors = findings.filter(({ level }) => level === 'error')
  if (errors.length > 0) {
    console.error(formatFindings(errors))
    console.error(`${file} was not written`)
    return 1
  }
  writeFileSync(join(root, file), tenantSource(spec), { flag: 'wx' })
  console.log(`${file} is written. Next: npm run synth, then commit ${file} and dist together.`)
  return 0
}

function specOf(answers: Flags & { id: string; tier: string; cell: string; owner: string }): TenantSpec {
  const { id, tier, cell, owner, displayName, ring, host, model } = answers
  // Flags are text: the shape check that follows tells what is not a tenant.
  return {
    id,
    tier,
    cell,
    ...(ring ? { ring } : {}),
    ...(displayName ? { displayName } : {}),
    contacts: { owner },
    ...(host ? { hosts: host } : {}),
    ...(model ? { models: model } : {}),
  } as TenantSpec
}

async function ask(
  given: Flags & { id?: string },
  cells: readonly string[],
): Promise<(Flags & { id?: string }) | undefined> {
  const answers = { ...given }
  const questions = {
    id: () => text({ message: 'Id of the tenant', placeholder: 'acme' }),
    tier: () => select({ message: 'Tier', options: [{ value: 'standard' }, { value: 'premium' }] }),
    cell: () => select({ message: 'Cell', options: cells.map((value) => ({ value })) }),
    owner: () => text({ message: 'Mail address of the owner', placeholder: 'it@acme.example' }),
  } as const
  for (const [name, question] of Object.entries(questions) as [
    keyof typeof questions,
    () => Promise<string | symbol>,
  ][]) {
    if (answers[name]) continue
    const answer = await question()
    if (isCancel(answer)) {
      cancel('Nothing was written.')
      return undefined
    }
    answers[name] = answer as string
  }
  return answers
}
