import { GiB } from './units.ts'

/** An RDS instance class as a cell sees it. */
export interface DatabaseInstance {
  /** Memory of the class; PostgreSQL on RDS counts somewhat less, see {@link countedConnections}. */
  readonly memoryBytes: number
  /** RDS for PostgreSQL, us-east-1, on demand, Single-AZ. Multi-AZ costs twice as much. USD an hour. */
  readonly usdPerHour: number
}

/** An ElastiCache node type as a cell sees it. */
export interface CacheNode {
  /** `maxmemory` of the type: data and replication buffers together; a quarter is reserved by default. */
  readonly memoryBytes: number
  /** Redis OSS, us-east-1, on demand. USD an hour; Valkey costs {@link valkeyPriceFactor} of it. */
  readonly usdPerHour: number
}

const database = (gib: number, usdPerHour: number) => ({ memoryBytes: gib * GiB, usdPerHour })

/**
 * Classes that a cell or a dedicated database may name. Prices are of a public table of April 2026 that calls itself
 * approximate, read 2026-11; the t4g family's price was seen in Infracost's golden files too (2026-05, t4g.small
 * Multi-AZ 0.065).
 *
 * @see https://aws.amazon.com/rds/postgresql/pricing/
 */
export const databaseInstances = {
  'db.t4g.medium': database(4, 0.065),
  'db.t4g.large': database(8, 0.129),
  'db.m6g.large': database(8, 0.159),
  'db.m6g.xlarge': database(16, 0.318),
  'db.m6g.2xlarge': database(32, 0.636),
  'db.r6g.large': database(16, 0.225),
  'db.r6g.xlarge': database(32, 0.45),
  'db.r6g.2xlarge': database(64, 0.899),
} as const satisfies Record<string, DatabaseInstance>

/** A class in the catalogue. */
export type DatabaseInstanceName = keyof typeof databaseInstances

/** Names in catalogue order. */
export const databaseInstanceNames = Object.keys(databaseInstances) as DatabaseInstanceName[]

/**
 * Default of `max_connections`: LEAST(DBInstanceClassMemory / 9531392, 5000), for the whole memory of the class. The
 * true figure is lower, for the host keeps some memory for itself.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html
 */
export function maxConnections(name: DatabaseInstanceName): number {
  return Math.min(Math.floor(databaseInstances[name].memoryBytes / 9_531_392), 5000)
}

/**
 * Connections that Paddock counts on. A class of 4 GiB was seen with 413 where its whole memory gives 450: 92 %.
 * Nine tenths are counted, and 5,000 stays the ceiling.
 */
export function countedConnections(name: DatabaseInstanceName): number {
  return Math.min(Math.floor((databaseInstances[name].memoryBytes * 0.9) / 9_531_392), 5000)
}

const node = (memoryBytes: number, usdPerHour: number) => ({ memoryBytes, usdPerHour })

/**
 * Node types that a cell or a dedicated cache may name. Memory is AWS's table of `maxmemory`; prices are the Price
 * List API's as quoted on 2026-10-02.
 *
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ParameterGroups.Engine.html
 * @see https://aws.amazon.com/elasticache/pricing/
 */
export const cacheNodes = {
  'cache.t4g.small': node(1_471_026_299, 0.032),
  'cache.t4g.medium': node(3_317_862_236, 0.065),
  'cache.m6g.large': node(6_854_542_746, 0.149),
  'cache.r6g.large': node(14_037_181_030, 0.206),
  'cache.r6g.xlarge': node(28_261_849_702, 0.411),
} as const satisfies Record<string, CacheNode>

/** A node type in the catalogue. */
export type CacheNodeName = keyof typeof cacheNodes

/** Names in catalogue order. */
export const cacheNodeNames = Object.keys(cacheNodes) as CacheNodeName[]

/**
 * A Valkey node's price as a share of the same node's under Redis OSS: 0.0256 / 0.032, 0.1192 / 0.149 and
 * 0.1648 / 0.206 (Price List API as quoted on 2026-10-02).
 */
export const valkeyPriceFactor = 0.8
