/** Letters of the three availability zones of a region, as Paddock names what stands in them. */
export const zones = ['a', 'b', 'c'] as const
/** A zone of a region. */
export type Zone = (typeof zones)[number]

/**
 * Ids of the zones in use. A zone's name, `us-east-1a`, means another place in each account; its id does not. EKS
 * refuses control planes in use1-az3, and what that zone is called differs by account too.
 *
 * @see https://docs.aws.amazon.com/ram/latest/userguide/working-with-az-ids.html
 * @see https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
 */
export const zoneIds = {
  'us-east-1': { a: 'use1-az1', b: 'use1-az2', c: 'use1-az4' },
  'us-west-2': { a: 'usw2-az1', b: 'usw2-az2', c: 'usw2-az3' },
} as const satisfies Record<string, Readonly<Record<Zone, string>>>

/** A region that Paddock knows. */
export type AwsRegion = keyof typeof zoneIds
