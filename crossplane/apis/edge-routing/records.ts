import { platformLabels } from '../../../lib/resolve/edge-names.ts'
import type { Composed } from '../../compose/composition.ts'
import { field, fromRegion, type Patch, slot } from '../../compose/patch.ts'
import { aliasRecord, delegation, hostBelow } from '../../dns.ts'

const ownZone = fromRegion('edge.zoneId', field('zoneId'))

function entryPoint(from: 'edge' | 'peer.edge', entry: 'web' | 'hosts') {
  return {
    target: {
      dnsName: fromRegion(`${from}.${entry}.dnsName`, field('alias.name')),
      zoneId: fromRegion(`${from}.${entry}.zoneId`, field('alias.zoneId')),
    },
    healthCheck: fromRegion(`${from}.${entry}.healthCheck`, field('healthCheckId')),
  }
}

/** The region whose load balancers are the first choice. */
export type PreferredRegion = 'own' | 'peer'

/** A host that points to one region's load balancer, and to the other region's while the first is unhealthy. */
function failover(
  name: string,
  label: string,
  entry: 'web' | 'hosts',
  preferred: PreferredRegion,
): Composed[] {
  const own = entryPoint('edge', entry)
  const peer = entryPoint('peer.edge', entry)
  const [first, second] = preferred === 'own' ? [own, peer] : [peer, own]
  const place = (suffix: string) => ({ name: `${name}-${suffix}`, zone: ownZone, host: hostBelow(label) })
  return [
    aliasRecord(place('primary'), first.target, { type: 'PRIMARY', healthCheck: first.healthCheck }),
    aliasRecord(place('secondary'), second.target, {
      type: 'SECONDARY',
      healthCheck: second.healthCheck,
    }),
  ]
}

/**
 * A host of the region itself. It always points to this region's load balancer, whichever region serves the tenants.
 */
function always(name: string, label: string): Composed {
  return aliasRecord({ name, zone: ownZone, host: hostBelow(label) }, entryPoint('edge', 'web').target)
}

/** Delegates the region's domain in the zone of the platform's domain. */
const regionDelegation = delegation(
  {
    name: 'delegation',
    zone: fromRegion('domain.zoneId', field('zoneId')),
    host: fromRegion('edge.domain', field('name')),
  },
  (letter, to) => fromRegion(`edge.nameServers.${letter}`, to),
)

/**
 * `*.<domain>`: the tenants' default hosts. `hosts.<domain>`: target of the CNAMEs of tenants' own hosts.
 * `region.<domain>` and `argocd.<domain>`: this region's status answer and its Argo CD.
 */
export function recordResources(preferred: PreferredRegion): readonly Composed[] {
  return [
    regionDelegation,
    ...failover('web', '*', 'web', preferred),
    ...failover('hosts', platformLabels.hosts, 'hosts', preferred),
    always('serving', platformLabels.serving),
    always('argocd', platformLabels.argocd),
  ]
}

/** A name below the other region's domain. */
export function peerWildcard(label: string): Patch {
  return { ...hostBelow(label, slot('peer.edge.domain')), toFieldPath: field('domainName') }
}
