import { slot } from '../../compose/patch.ts'

/** Names under which AWS knows what guards a region; each is unique within its region. */
export const guardNames = {
  alarms: 'paddock-alarms',
  backups: 'paddock-backups',
  /** The one trail of the account: it records every region. */
  trail: 'paddock-account',
} as const

/** Region in which the trail stands: services that know no region record there. */
const trailRegion = 'us-east-1'

/** ARN of the trail, a text with slots. @param accountId slot of the account */
export function trailArn(accountId = slot('keys.accountId')): string {
  return `arn:aws:cloudtrail:${trailRegion}:${accountId}:trail/${guardNames.trail}`
}
