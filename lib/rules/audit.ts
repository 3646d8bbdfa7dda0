import { error, type Finding } from '../findings/finding.ts'
import type { Fleet } from './fleet.ts'

/**
 * The region's bucket keeps a tenant's audit as long as its file promises: the lock is the same for all objects in it.
 */
export function checkAudit({ tenants, clusters }: Fleet): Finding[] {
  const hub = clusters.find(({ spec }) => spec.kind === 'hub')
  if (hub?.spec.kind !== 'hub') return []
  const kept = hub.spec.audit.days
  return tenants.flatMap(({ file, spec }) => {
    const wanted = spec.retention.auditDays
    if (wanted <= kept) return []
    return [
      error(
        'audit-retention',
        { file, field: 'retention.auditDays' },
        { wantedDays: wanted, keptDays: kept, hubFile: hub.file },
      ),
    ]
  })
}
