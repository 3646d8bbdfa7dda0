import type { Composed } from './compose/composition.ts'
import { keepDataNamedByAws } from './compose/fields.ts'
import { field, fromSpec, type Patch, slot, tags, text, toStatus } from './compose/patch.ts'

/**
 * Public zone of the claim's `domain`. It is kept, because another zone would have other name servers, and every
 * delegating party would have to change its records.
 */
export function zone(comment: string, patches: readonly Patch[], of: ZoneSelection = wholeDomain): Composed {
  return {
    name: of.name,
    base: {
      apiVersion: 'route53.aws.upbound.io/v1beta1',
      kind: 'Zone',
      spec: { managementPolicies: keepDataNamedByAws, forProvider: { comment, forceDestroy: false } },
    },
    patches: [tags, of.domain, ...patches],
  }
}

/** Selects a zone: its name within the composition, and the patch for its domain. */
export interface ZoneSelection {
  readonly name: string
  readonly domain: Patch
}

const wholeDomain: ZoneSelection = { name: 'zone', domain: fromSpec('domain', field('name')) }

const letters = ['a', 'b', 'c', 'd'] as const

/** A zone has four name servers. Each is reported below a field of the status. */
export function nameServersTo(status: string): Patch[] {
  return letters.map((letter, index) =>
    toStatus(`status.atProvider.nameServers[${index}]`, `${status}.${letter}`),
  )
}

/**
 * Adds a record to one zone that delegates names to the name servers of another zone.
 *
 * @param nameServer gives the patch that fills one of the four
 */
export function delegation(
  record: RecordKey,
  nameServer: (letter: (typeof letters)[number], to: string) => Patch,
): Composed {
  return {
    name: record.name,
    base: {
      apiVersion: 'route53.aws.upbound.io/v1beta2',
      kind: 'Record',
      spec: { forProvider: { ttl: 172_800, type: 'NS' } },
    },
    patches: [
      record.zone,
      record.host,
      ...letters.map((letter, index) => nameServer(letter, field(`records[${index}]`))),
    ],
  }
}

/** FindingLocation of a record: patches for its zone and its name. */
export interface RecordKey {
  readonly name: string
  readonly zone: Patch
  readonly host: Patch
}

/** Seconds for which resolvers may cache an answer. A failover waits for them. */
const ttlSeconds = 60

/** A record whose only value is set by a patch. */
export function valueRecord(record: RecordKey, type: 'CNAME', value: Patch): Composed {
  return {
    name: record.name,
    base: {
      apiVersion: 'route53.aws.upbound.io/v1beta2',
      kind: 'Record',
      spec: {
        // The name is the same for all certificates of a domain in an account. The second resource overwrites it.
        forProvider: { allowOverwrite: true, ttl: ttlSeconds, type },
      },
    },
    patches: [record.zone, record.host, value],
  }
}

/** Target of an alias. */
export interface AliasTarget {
  readonly dnsName: Patch
  readonly zoneId: Patch
}

/** One of two records of a host. The second answers while the first is unhealthy. */
export interface Failover {
  readonly type: 'PRIMARY' | 'SECONDARY'
  readonly healthCheck: Patch
}

/** An alias record. It is free of charge and follows the addresses of its target. */
export function aliasRecord(record: RecordKey, target: AliasTarget, failover?: Failover): Composed {
  return {
    name: record.name,
    base: {
      apiVersion: 'route53.aws.upbound.io/v1beta2',
      kind: 'Record',
      spec: {
        forProvider: {
          // With a failover, a load balancer without healthy targets counts as lost.
          alias: { evaluateTargetHealth: failover !== undefined },
          ...(failover
            ? { failoverRoutingPolicy: { type: failover.type }, setIdentifier: failover.type.toLowerCase() }
            : {}),
          type: 'A',
        },
      },
    },
    patches: [
      record.zone,
      record.host,
      target.dnsName,
      target.zoneId,
      ...(failover ? [failover.healthCheck] : []),
    ],
  }
}

/** A host below a domain, as a record's name. */
export function hostBelow(label: string, domain = slot('claim.domain')): Patch {
  return text(`${label}.${domain}`, field('name'))
}
