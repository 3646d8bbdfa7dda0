import { slot } from '../../compose/patch.ts'

/** AWS names of a region's protection. Each is unique within its region. */
export const guardNames = {
  alarms: 'paddock-alarms',
  backups: 'paddock-backups',
  /** The one trail of the account. It records every region. */
  trail: 'paddock-account',
} as const

/** ARN of the trail, a text with slots. The trail is in the primary region. @param accountId slot of the account */
export function trailArn(accountId = slot('keys.accountId')): string {
  return `arn:aws:cloudtrail:${slot('claim.region')}:${accountId}:trail/${guardNames.trail}`
}
