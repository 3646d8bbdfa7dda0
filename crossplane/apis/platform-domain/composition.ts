import { challengeLabel } from '../../../lib/resolve/challenge.ts'
import type { CompositionPlan } from '../../compose/composition.ts'
import { field, fromStatus, toStatus } from '../../compose/patch.ts'
import { delegation, hostBelow, nameServersTo, zone } from '../../dns.ts'
import { publishedPart } from '../../hub-environment.ts'

const challenges = hostBelow(challengeLabel)

/**
 * Two zones. Challenges for certificates have a zone of their own. An identity with write access to it can get
 * certificates for hosts that point there, but can change nothing else of the platform's domain.
 */
export const platformDomainPlans: readonly CompositionPlan[] = [
  {
    environments: [],
    resources: [
      zone('Paddock: delegates to the regions', [
        toStatus('status.atProvider.zoneId', 'zoneId'),
        toStatus('status.atProvider.nameServers', 'nameServers'),
      ]),
      zone(
        'Paddock: challenges for certificates of hosts that tenants bring',
        [toStatus('status.atProvider.zoneId', 'challengeZoneId'), ...nameServersTo('challengeNameServers')],
        { name: 'challenge-zone', domain: challenges },
      ),
      delegation(
        { name: 'challenge-delegation', zone: fromStatus('zoneId', field('zoneId')), host: challenges },
        (letter, to) => fromStatus(`challengeNameServers.${letter}`, to),
      ),
      publishedPart('domain'),
    ],
  },
]
