import { error, type Finding, notice } from '../findings/finding.ts'
import type { CompleteTenantSpec, TenantSpec } from '../spec/index.ts'
import { type Fleet, type TenantFile, tenantClusters } from './fleet.ts'

/** Settings of a tenant that nothing would read: the rule reports a file that promises them. */
export function checkTenantEffects({ file, spec, written }: TenantFile): Finding[] {
  return [...backupsDays(file, spec), ...logsDays(file, written)]
}

/** The instance of a cell is backed up for all of its tenants alike. */
function backupsDays(file: string, { retention, database, cell }: CompleteTenantSpec): Finding[] {
  if (retention.backupsDays === undefined || database === 'dedicated') return []
  const facts = { problem: 'backups', days: retention.backupsDays, cell } as const
  return [error('no-effect', { file, field: 'retention.backupsDays' }, facts)]
}

/** A notice, no error: the tenant may rely on it as soon as logs are collected. */
function logsDays(file: string, { retention }: TenantSpec): Finding[] {
  if (retention?.logsDays === undefined) return []
  const facts = { problem: 'logs', days: retention.logsDays } as const
  return [notice('no-effect', { file, field: 'retention.logsDays' }, facts)]
}

/** Settings of a laptop’s cell that only AWS could follow. */
export function checkClusterEffects(fleet: Fleet): Finding[] {
  return tenantClusters(fleet).flatMap(({ file, spec }) => {
    if (spec.kind !== 'local') return []
    return Object.entries(spec.cells).flatMap(([id, cell]) =>
      (['replicateTo', 'backupsIn'] as const)
        .filter((field) => (cell[field] ?? []).length > 0)
        .map((field) =>
          error(
            'no-effect',
            { file, field: `cells.${id}.${field}` },
            { problem: 'local', regions: cell[field] ?? [] },
          ),
        ),
    )
  })
}
