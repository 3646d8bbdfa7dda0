import type { CompleteCellSpec, CompleteTenantClusterSpec } from '../spec/index.ts'
import type { Region } from './pod-types.ts'

/** Regions with copies of a cell's backups: by default its own; none on a laptop. */
export function backupRegions(cell: CompleteCellSpec, cluster: CompleteTenantClusterSpec): readonly Region[] {
  return cell.backupsIn ?? (cluster.kind === 'local' ? [] : [cluster.region])
}
