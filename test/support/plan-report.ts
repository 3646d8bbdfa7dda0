import type { PlanReport } from '../../lib/plan/report.ts'
import { wrongPlan } from '../../lib/plan/wrong.ts'

/** A plan that says what is given and nothing else. */
export function report(parts: Partial<PlanReport>): PlanReport {
  return {
    ...wrongPlan('main', []),
    verdict: 'review',
    base: { ref: 'main', commit: '0123456789abcdef' },
    ...parts,
  }
}
