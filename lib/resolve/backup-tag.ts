import type { ResolvedCell } from './types.ts'

/** Tag by which plans of AWS Backup choose what they back up, and how far its backups go. */
export const backupTag = {
  key: 'paddock:backup',
  values: {
    /** Backups stay in the region. */
    local: 'local',
    /** A copy goes to the other region. */
    copied: 'copied',
  },
} as const

/** The tag of what holds a cell's data: backups are where the cell's file says, and nowhere else. */
export function backupTagOf({ backupsIn }: Pick<ResolvedCell, 'backupsIn'>): Record<string, string> {
  return { [backupTag.key]: backupTag.values[backupsIn.length > 1 ? 'copied' : 'local'] }
}
