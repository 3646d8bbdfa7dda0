import { platformLabels } from '../../../lib/resolve/edge-names.ts'
import type { Composed } from '../../compose/composition.ts'
import { field, fromRegion, fromStatus, type Patch, slot } from '../../compose/patch.ts'
import { aliasRecord, hostBelow } from '../../dns.ts'

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

const nameServer = (index: number): Patch =>
  fromRegion(`edge.nameServers.${'abcd'[index]}`, field(`records[${index}]`))

/** The platform's domain says where the region's is answered. A zone has four name servers. */
const delegation: Composed = {
  name: 'delegation',
  base: {
    apiVersion: 'route53.aws.upbound.io/v1beta2',
    kind: 'Record',
    spec: { forProvider: { ttl: 172_800, type: 'NS' } },
  },
  patches: [
    fromRegion('domain.zoneId', field('zoneId')),
    { ...fromRegion('edge.domain', field('name')) },
    ...[0, 1, 2, 3].map(nameServer),
  ],
}

/**
 * `*.<domain>`: the tenants' default hosts, and the platform's own. `hosts.<domain>`: what tenants let their own hosts lead to.
 * `*.static.<domain>`: the CDN, a host a tenant.
 */
export const recordResources: readonly Composed[] = [
  delegation,
  ...failover('web', '*', 'web'),
  ...failover('hosts', platformLabels.hosts, 'hosts'),
  cdn('A'),
  cdn('AAAA'),
]

/** A name below the other region's domain. */
export function peerWildcard(label: string): Patch {
  return { ...hostBelow(label, slot('peer.edge.domain')), toFieldPath: field('domainName') }
}
