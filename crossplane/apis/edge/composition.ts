import { entryName } from '../../../lib/resolve/edge-names.ts'
import { certificateResources, proofRecord } from '../../certificates.ts'
import type { Composed, CompositionPlan } from '../../compose/composition.ts'
import { field, fromSpec, fromStatus, slot, tags, text, toStatus } from '../../compose/patch.ts'
import { hostBelow, nameServersTo, zone } from '../../dns.ts'
import { firewall } from '../../firewall.ts'
import { ownParts, publishedPart } from '../../hub-environment.ts'
import { balancerResources } from './load-balancers.ts'
import { targetResources } from './target-groups.ts'

const inRegion = fromSpec('region', field('region'))
const ownZone = fromStatus('zoneId', field('zoneId'))

const certificates: readonly Composed[] = [
  ...certificateResources({
    name: 'web-certificate',
    inRegion,
    forName: { ...hostBelow('*'), toFieldPath: field('domainName') },
    status: 'certificates.web',
  }),
  proofRecord('web-certificate', ownZone, 'certificates.web'),
]

const firewallBeforeWeb: Composed = {
  name: 'firewall-before-web',
  base: {
    apiVersion: 'wafv2.aws.upbound.io/v1beta1',
    kind: 'WebACLAssociation',
    spec: { forProvider: {} },
  },
  patches: [
    inRegion,
    fromStatus('web.arn', field('resourceArn')),
    fromStatus('firewall', field('webAclArn')),
  ],
}

/**
 * Health checks from outside, every ten seconds. The checkers of Route 53 support TLS up to 1.2 and the load balancers
 * accept 1.3 only, so the checkers only open a connection. The alias records ask the load balancer whether a healthy
 * target is behind it.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html
 */
function healthCheck(entry: 'web' | 'hosts'): Composed {
  return {
    name: `${entry}-health`,
    base: {
      apiVersion: 'route53.aws.upbound.io/v1beta1',
      kind: 'HealthCheck',
      spec: {
        forProvider: {
          failureThreshold: 3,
          measureLatency: true,
          port: 443,
          requestInterval: 10,
          type: 'TCP',
        },
      },
    },
    patches: [
      tags,
      text(entryName(slot('claim.region'), entry), field('tags[Name]')),
      fromStatus(`${entry}.dnsName`, field('fqdn')),
      toStatus('status.atProvider.id', `${entry}.healthCheck`),
    ],
  }
}

/** Every resource of a region's edge that needs nothing of the other region. */
export const edgePlans: readonly CompositionPlan[] = [
  {
    environments: ownParts('network', 'storage'),
    resources: [
      zone('Paddock: hosts of a region', [
        toStatus('spec.forProvider.name', 'domain'),
        toStatus('status.atProvider.zoneId', 'zoneId'),
        ...nameServersTo('nameServers'),
      ]),
      ...certificates,
      ...targetResources,
      ...balancerResources,
      firewall({
        awsName: entryName(slot('claim.region'), 'web'),
        inRegion,
        reported: toStatus('status.atProvider.arn', 'firewall'),
      }),
      firewallBeforeWeb,
      healthCheck('web'),
      healthCheck('hosts'),
      publishedPart('edge'),
    ],
  },
]
