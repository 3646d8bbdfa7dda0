import type { Composed, CompositionPlan, Environment } from '../../compose/composition.ts'
import { ownParts, peerParts, publishedPart } from '../../hub-environment.ts'
import { alarmResources } from './alarms.ts'
import { auditResources, trail } from './audit.ts'
import { backupResources } from './backups.ts'
import { deletionNoticeResources } from './data-deletions.ts'
import { findingResources } from './findings.ts'

const environments: readonly Environment[] = [...ownParts('keys', 'storage'), ...peerParts('keys')]
const everywhere: readonly Composed[] = [
  ...alarmResources,
  ...auditResources,
  ...findingResources,
  ...deletionNoticeResources,
  ...backupResources,
  publishedPart('guard'),
]

/** Protection of each region. `primary` also has the trail of the whole account. */
export const regionGuardPlans: readonly CompositionPlan[] = [
  { environments, resources: everywhere },
  { variant: 'primary', environments, resources: [...everywhere, trail] },
]
