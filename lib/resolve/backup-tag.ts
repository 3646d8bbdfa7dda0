import type { ResolvedCell } from './types.ts'

/** Tag by which plans of AWS Backup select resources and the regions of their backups. */
export const backupTag = {
  key: 'paddock:backup',
  values: {
    /** Backups stay in the region. */
    local: 'local',
    /** AWS Backup copies it to the other region. */
    copied: 'copied',
  },
} as const

/** The tag of a cell's data: backups are only in the regions that the cell's file names. */
export function backupTagOf({ backupsIn }: Pick<ResolvedCell, 'backupsIn'>): Record<string, string> {
  return { [backupTag.key]: backupTag.values[backupsIn.length > 1 ? 'copied' : 'local'] }
}
