import { certificateResources } from '../../certificates.ts'
import type { Composed, CompositionPlan } from '../../compose/composition.ts'
import { field, fromRegion, fromSpec, fromStatus, globally, slot, toStatus } from '../../compose/patch.ts'
import { firewall } from '../../firewall.ts'
import { ownParts, peerParts, theOnlyPart } from '../../hub-environment.ts'
import { distributionResources } from './distribution.ts'
import { peerWildcard, recordResources } from './records.ts'

const inRegion = fromSpec('region', field('region'))

/** This region answers the other region's hosts after a failover, with a certificate for their names. */
function peerCertificate(entry: 'web' | 'static', label: string): Composed[] {
  return [
    ...certificateResources({
      name: `peer-${entry}-certificate`,
      inRegion,
      forName: peerWildcard(label),
      status: `certificates.${entry}`,
    }),
    {
      name: `peer-${entry}-listener`,
      base: {
        apiVersion: 'elbv2.aws.upbound.io/v1beta1',
        kind: 'LBListenerCertificate',
        spec: { forProvider: {} },
      },
      patches: [
        inRegion,
        fromRegion(`edge.${entry}.listener`, field('listenerArn')),
        fromStatus(`certificates.${entry}.arn`, field('certificateArn')),
      ],
    },
  ]
}

const environments = [...ownParts('edge'), ...peerParts('edge'), theOnlyPart('domain')]

const common: readonly Composed[] = [
  ...peerCertificate('web', '*'),
  ...peerCertificate('static', '*.static'),
  firewall({
    scope: 'CLOUDFRONT',
    awsName: `paddock-${slot('claim.region')}-cdn`,
    inRegion: globally(inRegion),
    reported: toStatus('status.atProvider.arn', 'firewall'),
  }),
  ...distributionResources,
]

/**
 * Resources that need the edges of both regions. They wait for both edges, so that neither edge waits for the other. If
 * a region was handed over, its hosts point to the other region's load balancers, although its own are open. The
 * records are the same, with other targets.
 */
export const edgeRoutingPlans: readonly CompositionPlan[] = [
  { environments, resources: [...common, ...recordResources('own')] },
  { variant: 'handed-over', environments, resources: [...common, ...recordResources('peer')] },
]
