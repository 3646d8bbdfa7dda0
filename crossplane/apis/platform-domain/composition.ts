import type { CompositionPlan } from '../../compose/composition.ts'
import { toStatus } from '../../compose/patch.ts'
import { zone } from '../../dns.ts'
import { publishedPart } from '../../hub-environment.ts'

/** One zone. */
export const platformDomainPlans: readonly CompositionPlan[] = [
  {
    environments: [],
    resources: [
      zone('Paddock: delegates to the regions', [
        toStatus('status.atProvider.zoneId', 'zoneId'),
        toStatus('status.atProvider.nameServers', 'nameServers'),
      ]),
      publishedPart('domain'),
    ],
  },
]
