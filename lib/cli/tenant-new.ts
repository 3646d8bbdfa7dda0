import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cancel, isCancel, select, text } from '@clack/prompts'
import { error, type Finding } from '../findings/finding.ts'
import { printableJson } from '../findings/printable.ts'
import { render, renderAll } from '../findings/render.ts'
import { type LoadResult, loadSpecs } from '../pipeline/load.ts'
import type { PlatformFleet } from '../rules/fleet.ts'
import { checkFleet } from '../rules/index.ts'
import { checkShape } from '../rules/shape.ts'
import { tenantFile } from '../rules/tenant-file.ts'
import type { TenantSpec } from '../spec/index.ts'
import { type CellChoice, cellChoices } from './cell-choices.ts'
import { formatFindings } from './print.ts'
import { defaultsText, tenantDefaults } from './tenant-defaults.ts'
import { recordsOf, recordsText } from './tenant-records.ts'
import { tenantSource } from './tenant-source.ts'

/** Values from the command line. */
export interface Flags {
  tier?: string
  cell?: string
  owner?: string
  displayName?: string
  ring?: string
  host?: string[]
  model?: string[]
  json?: boolean
}

/** Writes the file of a new tenant, unless anything is wrong with it; answers the exit code. */
export async function newTenant(root: string, given: Flags & { id?: string }): Promise<number> {
  const fleet = await loadSpecs(root)
  const cells = cellChoices(fleet.clusters.map(({ spec }) => spec))
  const asks = process.stdin.isTTY && process.stdout.isTTY && !given.json
  const answers = asks ? await ask(given, cells) : given
  if (!answers) return 1
  const { id, tier, cell, owner } = answers
  if (!id || !tier || !cell || !owner) {
    const missing = Object.entries({ '<id>': id, '--tier': tier, '--cell': cell, '--owner': owner })
    console.error(`missing: ${missing.flatMap(([flag, value]) => (value ? [] : [flag])).join(', ')}`)
    return 2
  }
  const spec = specOf({ ...answers, id, tier, cell, owner })
  const file = `tenants/${id}.ts`
  const errors = existsSync(join(root, file))
    ? [error('file-exists', { file }, {})]
    : check(fleet, file, spec)
  const written = errors.length === 0
  if (written) writeFileSync(join(root, file), tenantSource(spec), { flag: 'wx' })
  const records = written ? (recordsOf({ ...fleet, tenants: [tenantFile(file, spec)] }, id) ?? []) : []
  const defaults = written ? tenantDefaults(spec) : {}
  if (given.json)
    console.log(printableJson({ file, written, findings: renderAll(errors), records, defaults }))
  else if (written) {
    console.log(`${file} is written. Next: npm run synth, then commit ${file} and dist together.`)
    console.log(`Defaults of the fields that it leaves out (docs/fields.md):\n\n${defaultsText(defaults)}\n`)
    if (records.length > 0)
      console.log(`The tenant enters into DNS, for its own hosts:\n\n${recordsText(id, records)}`)
  } else {
    console.error(formatFindings(errors))
    console.error(`${file} was not written`)
  }
  return written ? 0 : 1
}

/** Findings that the new tenant causes, in all files: a full cell is a finding of the cluster's file. */
function check(fleet: LoadResult, file: string, spec: TenantSpec): Finding[] {
  const shape = checkShape('tenant', file, spec)
  if (shape.length > 0) return shape
  const errors = (tenants: PlatformFleet['tenants']) =>
    checkFleet({ ...fleet, tenants }).filter(({ level }) => level === 'error')
  const before = new Set(errors(fleet.tenants).map(place))
  return errors([...fleet.tenants, tenantFile(file, spec)]).filter((one) => !before.has(place(one)))
}

function place({ code, file, field }: Finding): string {
  return [code, file, field].join(' ')
}

function specOf(answers: Flags & { id: string; tier: string; cell: string; owner: string }): TenantSpec {
  const { id, tier, cell, owner, displayName, ring, host, model } = answers
  // Flags are text: the schema check that follows rejects invalid values.
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

/** Findings on one answer, printed before the next question; rules over all tenants run at the end. */
function shapeOf(field: 'id' | 'contacts.owner') {
  return (answer = ''): string | undefined => {
    const fine = { id: 'acme', tier: 'standard', cell: 'cell', owner: 'it@acme.example' }
    const spec = specOf({ ...fine, ...(field === 'id' ? { id: answer } : { owner: answer }) })
    const wrong = checkShape('tenant', '', spec).find((one) => one.field === field)
    if (!wrong) return undefined
    const { why, remedy } = render(wrong)
    return `${why}: ${remedy}`
  }
}

async function ask(
  given: Flags & { id?: string },
  cells: readonly CellChoice[],
): Promise<(Flags & { id?: string }) | undefined> {
  const answers = { ...given }
  const questions = {
    id: () => text({ message: 'Id of the tenant', placeholder: 'acme', validate: shapeOf('id') }),
    tier: () => select({ message: 'Tier', options: [{ value: 'standard' }, { value: 'premium' }] }),
    cell: () => select({ message: 'Cell', options: [...cells] }),
    owner: () =>
      text({
        message: 'Mail address of the owner',
        placeholder: 'it@acme.example',
        validate: shapeOf('contacts.owner'),
      }),
  } as const
  for (const [name, question] of Object.entries(questions) as [
    keyof typeof questions,
    () => Promise<string | null | symbol>,
  ][]) {
    if (answers[name]) continue
    let answer: string | null | symbol = null
    // Entries that choose nothing are asked again.
    while (answer === null) answer = await question()
    if (isCancel(answer)) {
      cancel('Nothing was written.')
      return undefined
    }
    answers[name] = answer as string
  }
  return answers
}
