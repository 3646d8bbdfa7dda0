import { error, type Finding, notice } from '../spec/finding.ts'
import type { CompleteTenantSpec, TenantSpec } from '../spec/index.ts'
import { type Fleet, type TenantFile, tenantClusters } from './fleet.ts'

/** Settings of a tenant that nothing would read: the rule reports a file that promises them. */
export function checkTenantEffects({ file, spec, written }: TenantFile): Finding[] {
  return [...gpuReplicas(file, spec), ...backupsDays(file, spec), ...logsDays(file, written)]
}

/** A GPU server keeps its fewest replicas until it scales by requests. */
function gpuReplicas(file: string, spec: CompleteTenantSpec): Finding[] {
  if (spec.tier !== 'premium') return []
  const { min, max } = spec.gpuReplicas
  if (max <= min) return []
  const why = `${max} has no effect: GPU servers do not scale yet and keep ${min}, as min says`
  const remedy = `set max to ${min}, or both to the number that is to run`
  return [error('no-effect', file, 'gpuReplicas.max', why, remedy)]
}

/** The instance of a cell is backed up for all of its tenants alike. */
function backupsDays(file: string, { retention, database, cell }: CompleteTenantSpec): Finding[] {
  if (retention.backupsDays === undefined || database === 'dedicated') return []
  const why = `${retention.backupsDays} has no effect: the shared database is backed up as the cell’s file says for all tenants`
  const remedy = `remove it and set cells.${cell}.database.backupDays, or set database to 'dedicated'`
  return [error('no-effect', file, 'retention.backupsDays', why, remedy)]
}

/** A notice, no error: the tenant may rely on it as soon as logs are collected. */
function logsDays(file: string, { retention }: TenantSpec): Finding[] {
  if (retention?.logsDays === undefined) return []
  const why = `${retention.logsDays} is priced and has no other effect yet: no logs of tenants are collected`
  return [
    notice('no-effect', file, 'retention.logsDays', why, 'promise nothing of it before logs are collected'),
  ]
}

/** Settings of a laptop’s cell that only AWS could follow. */
export function checkClusterEffects(fleet: Fleet): Finding[] {
  return tenantClusters(fleet).flatMap(({ file, spec }) => {
    if (spec.kind !== 'local') return []
    return Object.entries(spec.cells).flatMap(([id, cell]) =>
      (['replicateTo', 'backupsIn'] as const)
        .filter((field) => cell[field] !== undefined && cell[field].length > 0)
        .map((field) => {
          const why = `${cell[field]?.join(', ')} has no effect: data of a cluster of kind local stays in it`
          return error('no-effect', file, `cells.${id}.${field}`, why, 'remove it')
        }),
    )
  })
}
