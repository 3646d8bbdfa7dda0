import { slot } from '../../compose/patch.ts'

/** AWS names of a region's protection. Each is unique within its region. */
export const guardNames = {
  alarms: 'paddock-alarms',
  backups: 'paddock-backups',
  /** The one trail of the account. It records every region. */
  trail: 'paddock-account',
} as const

/** Region of the trail. Global services record their calls there. */
const trailRegion = 'us-east-1'

/** ARN of the trail, a text with slots. @param accountId slot of the account */
export function trailArn(accountId = slot('keys.accountId')): string {
  return `arn:aws:cloudtrail:${trailRegion}:${accountId}:trail/${guardNames.trail}`
}
