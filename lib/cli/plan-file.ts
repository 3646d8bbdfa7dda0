import { readFileSync, statSync } from 'node:fs'
import { Ajv } from 'ajv'
import { error } from '../findings/finding.ts'
import { type PlanReport, planSchema } from '../plan/report.ts'
import { wrongPlan } from '../plan/wrong.ts'

/** Bytes; a plan of thousands of tenants has a tenth of it. */
const longest = 32 * 1024 ** 2

/**
 * Reads a plan that `--json` wrote. Anybody's pull request may supply it: the schema rejects unknown fields, and
 * nothing in it is run.
 */
export function readPlan(path: string): PlanReport {
  const at = { file: path }
  let value: unknown
  try {
    if (statSync(path).size > longest)
      return wrongPlan('', [error('plan-file', at, { problem: 'size', mostBytes: longest })])
    value = JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    const problem = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'absent' : 'not-json'
    return wrongPlan('', [error('plan-file', at, { problem })])
  }
  const ajv = new Ajv({ strict: false })
  if (ajv.validate(planSchema, value)) return value as PlanReport
  const [first] = ajv.errors ?? []
  const facts = { at: first?.instancePath || '/', message: first?.message ?? '' }
  return wrongPlan('', [error('plan-file', at, { problem: 'not-a-plan', ...facts })])
}
