import { slot } from '../../compose/patch.ts'

/** The one trail of the account: it records every region. */
export const trailName = 'paddock'
/** Region in which the trail stands: services that know no region record there. */
const trailRegion = 'us-east-1'
/** ARN of the trail, a text with slots. */
export const trailArn = `arn:aws:cloudtrail:${trailRegion}:${slot('keys.accountId')}:trail/${trailName}`
