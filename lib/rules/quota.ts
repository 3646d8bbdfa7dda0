import { GiB } from '../catalog/units.ts'
import { error, type Finding } from '../findings/finding.ts'
import type { CompleteTenantSpec } from '../spec/index.ts'
import type { Amounts } from './amounts.ts'
import type { FromFile } from './fleet.ts'

/** A quota override covers what the tenant's own pods request at full scale, rollouts and Jobs included. */
export function checkQuota({ file, spec }: FromFile<CompleteTenantSpec>, { needed }: Amounts): Finding[] {
  const given = spec.quota
  const checks = [
    { field: 'cpuMillis', given: given.cpuMillis, needed: needed.cpuMillis },
    { field: 'memoryGiB', given: given.memoryGiB, needed: Math.ceil(needed.memoryBytes / GiB) },
    { field: 'pods', given: given.pods, needed: needed.pods },
  ]
  return checks.flatMap((one) =>
    one.given !== undefined && one.given < one.needed
      ? [error('quota', { file, field: `quota.${one.field}` }, { given: one.given, needed: one.needed })]
      : [],
  )
}

/** The fewest replicas are not more than the most. */
export function checkScaling({ file, spec }: FromFile<CompleteTenantSpec>): Finding[] {
  const ranges = {
    'scaling.openWebui': spec.scaling.openWebui,
    'scaling.ollama': spec.scaling.ollama,
    gpuReplicas: spec.tier === 'premium' ? spec.gpuReplicas : undefined,
  }
  return Object.entries(ranges).flatMap(([field, range]) =>
    range && range.min > range.max
      ? [error('scaling', { file, field: `${field}.min` }, { min: range.min, max: range.max })]
      : [],
  )
}
