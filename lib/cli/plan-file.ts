import { readFileSync, statSync } from 'node:fs'
import { Ajv } from 'ajv'
import { type PlanReport, planSchema } from '../plan/report.ts'
import { wrongPlan } from '../plan/wrong.ts'
import { error } from '../spec/finding.ts'

/** Bytes; a plan of thousands of tenants has a tenth of it. */
const longest = 32 * 1024 ** 2

/**
 * Reads a plan that `--json` wrote. Anybody's pull request may supply it: the schema rejects unknown fields, and
 * nothing in it is run.
 */
export function readPlan(path: string): PlanReport {
  const remedy = 'write one with paddock plan --base <ref> --json'
  let value: unknown
  try {
    if (statSync(path).size > longest)
      return wrongPlan('', [error('plan-file', path, '', `it has more than ${longest} bytes`, remedy)])
    value = JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : 'it is no JSON'
    return wrongPlan('', [
      error('plan-file', path, '', why, 'write one with paddock plan --base <ref> --json'),
    ])
  }
  const ajv = new Ajv({ strict: false })
  if (ajv.validate(planSchema, value)) return value as PlanReport
  const [first] = ajv.errors ?? []
  const why = `it is no plan: ${first?.instancePath || '/'} ${first?.message ?? ''}`.trim()
  return wrongPlan('', [error('plan-file', path, '', why, 'write it with this version of Paddock')])
}
