import type { Finding } from '../findings/finding.ts'
import { renderAll } from '../findings/render.ts'
import type { PlanReport } from './report.ts'

/** A report of nothing but what is wrong, when there is nothing to compare. */
export function wrongPlan(ref: string, findings: readonly Finding[]): PlanReport {
  return {
    version: 1,
    verdict: 'wrong',
    base: { ref, commit: '' },
    head: '',
    reasons: [],
    findings: renderAll(findings),
    dist: { state: 'fresh', files: [], count: 0 },
    tenants: { added: [], changed: [], removed: [] },
    code: [],
    clusters: [],
    changes: [],
    refusals: [],
    dataLoss: [],
    failovers: [],
    promotions: [],
    guards: [],
    restarts: [],
    embeddings: [],
    flows: [],
    walls: [],
    people: [],
    hosts: [],
    rings: [],
    verified: { tenants: 0, clusters: 0 },
  }
}
