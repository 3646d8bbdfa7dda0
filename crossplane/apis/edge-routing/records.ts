import { platformLabels } from '../../../lib/resolve/edge-names.ts'
import type { Composed } from '../../compose/composition.ts'
import { field, fromRegion, fromStatus, type Patch, slot } from '../../compose/patch.ts'
import { aliasRecord, delegation, hostBelow } from '../../dns.ts'

const ownZone = fromRegion('edge.zoneId', field('zoneId'))

function door(from: 'edge' | 'peer.edge', entry: 'web' | 'hosts') {
  return {
    target: {
      dnsName: fromRegion(`${from}.${entry}.dnsName`, field('alias.name')),
      zoneId: fromRegion(`${from}.${entry}.zoneId`, field('alias.zoneId')),
    },
    healthCheck: fromRegion(`${from}.${entry}.healthCheck`, field('healthCheckId')),
  }
}

/** A host that leads to this region's door, and to the other region's as long as this one is shut. */
function failover(name: string, label: string, entry: 'web' | 'hosts'): Composed[] {
  const own = door('edge', entry)
  const peer = door('peer.edge', entry)
  const place = (suffix: string) => ({ name: `${name}-${suffix}`, zone: ownZone, host: hostBelow(label) })
  return [
    aliasRecord(place('primary'), 'A', own.target, { type: 'PRIMARY', healthCheck: own.healthCheck }),
    aliasRecord(place('secondary'), 'A', peer.target, { type: 'SECONDARY', healthCheck: peer.healthCheck }),
  ]
}

function cdn(type: 'A' | 'AAAA'): Composed {
  return aliasRecord(
    { name: `static-${type.toLowerCase()}`, zone: ownZone, host: hostBelow(`*.${platformLabels.static}`) },
    type,
    {
      dnsName: fromStatus('cdnDomain', field('alias.name')),
      zoneId: fromStatus('cdnZoneId', field('alias.zoneId')),
    },
  )
}

/** The platform's domain says where the region's is answered. */
const regionDelegation = delegation(
  {
    name: 'delegation',
    zone: fromRegion('domain.zoneId', field('zoneId')),
    host: fromRegion('edge.domain', field('name')),
  },
  (letter, to) => fromRegion(`edge.nameServers.${letter}`, to),
)

/**
 * `*.<domain>`: the tenants' default hosts, and the platform's own. `hosts.<domain>`: what tenants let their own hosts lead to.
 * `*.static.<domain>`: the CDN, a host a tenant.
 */
export const recordResources: readonly Composed[] = [
  regionDelegation,
  ...failover('web', '*', 'web'),
  ...failover('hosts', platformLabels.hosts, 'hosts'),
  cdn('A'),
  cdn('AAAA'),
]

/** A name below the other region's domain. */
export function peerWildcard(label: string): Patch {
  return { ...hostBelow(label, slot('peer.edge.domain')), toFieldPath: field('domainName') }
}
