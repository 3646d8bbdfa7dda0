import { certificateResources } from '../../certificates.ts'
import type { Composed, CompositionPlan } from '../../compose/composition.ts'
import { field, fromRegion, fromSpec, fromStatus } from '../../compose/patch.ts'
import { ownParts, peerParts, theOnlyPart } from '../../hub-environment.ts'
import { peerWildcard, recordResources } from './records.ts'

const inRegion = fromSpec('region', field('region'))

/** This region answers the other region's hosts after a failover, with a certificate for their names. */
const peerCertificate: readonly Composed[] = [
  ...certificateResources({
    name: 'peer-web-certificate',
    inRegion,
    forName: peerWildcard('*'),
    status: 'certificates.web',
  }),
  {
    name: 'peer-web-listener',
    base: {
      apiVersion: 'elbv2.aws.upbound.io/v1beta1',
      kind: 'LBListenerCertificate',
      spec: { forProvider: {} },
    },
    patches: [
      inRegion,
      fromRegion('edge.web.listener', field('listenerArn')),
      fromStatus('certificates.web.arn', field('certificateArn')),
    ],
  },
]

const environments = [...ownParts('edge'), ...peerParts('edge'), theOnlyPart('domain')]

/**
 * Resources that need the edges of both regions. They wait for both edges, so that neither edge waits for the other. If
 * a region was handed over, its hosts point to the other region's load balancers, although its own are open. The
 * records are the same, with other targets.
 */
export const edgeRoutingPlans: readonly CompositionPlan[] = [
  { environments, resources: [...peerCertificate, ...recordResources('own')] },
  { variant: 'handed-over', environments, resources: [...peerCertificate, ...recordResources('peer')] },
]
