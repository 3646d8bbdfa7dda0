import { slot } from '../../compose/patch.ts'

/** Names under which AWS knows what guards a region; each is unique within its region. */
export const guardNames = {
  alarms: 'paddock-alarms',
  backups: 'paddock-backups',
  /** The one trail of the account: it records every region. */
  trail: 'paddock-account',
} as const

/** ARN of the trail, a text with slots: it is in the primary region, whose claims alone it concerns. @param accountId slot of the account */
export function trailArn(accountId = slot('keys.accountId')): string {
  return `arn:aws:cloudtrail:${slot('claim.region')}:${accountId}:trail/${guardNames.trail}`
}
