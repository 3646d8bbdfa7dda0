import { usersPerAnswer } from '../resolve/replica-users.ts'

/** A figure that no spec says: what it is, and why it is what it is. */
interface Assumption {
  readonly value: number
  readonly unit: string
  readonly why: string
}

/**
 * Everything that the cost model takes for granted. Each can be set: `paddock cost --assume busyHoursPerDay=24`.
 * Figures of use (fill, traffic, hours) are planning figures of ours, to be replaced by what is measured.
 */
export const assumptionTable = {
  hoursPerMonth: { value: 730, unit: 'hours', why: '8,760 hours a year over twelve months, as AWS reckons' },
  onDemandDiscountPercent: {
    value: 0,
    unit: '% off',
    why: 'a Savings Plan or reservation over the on-demand part; buying one is a person’s decision',
  },
  spotPricePercent: {
    value: 50,
    unit: '% of on-demand',
    why: 'SkyPilot’s catalogue shows 29–52 % for c5 and 30–48 % for g4dn; half leaves a margin',
  },
  packingPercent: {
    value: 85,
    unit: '%',
    why: 'of a node’s allocatable CPU or memory that pods fill before another node comes',
  },
  rootDiskGiB: {
    value: 100,
    unit: 'GiB a node',
    why: 'gp3 of the hub’s nodes; regions’ come from their fleets',
  },
  hubNodes: { value: 2, unit: 'c5.2xlarge', why: 'Argo CD and Crossplane of the hub, on demand' },
  busyHoursPerDay: { value: 10, unit: 'hours', why: 'office hours over two time zones' },
  busyDaysPerMonth: { value: 22, unit: 'days', why: 'working days' },
  busyScalePercent: {
    value: 50,
    unit: '%',
    why: 'of the way from fewest to most replicas, in busy hours; the most are for the busiest hour',
  },
  usersPerAnswer: {
    value: usersPerAnswer,
    unit: 'users',
    why: 'one of ten waits for an answer; a replica has inference.parallelRequests answers under way',
  },
  scaleDownMinutes: {
    value: 25,
    unit: 'minutes a busy day',
    why: 'a GPU node that is no longer asked: 10 idle, 10 unneeded to the autoscaler, 5 to boot at the start',
  },
  databaseFillPercent: { value: 30, unit: '%', why: 'of the promised database in use' },
  databaseChangePercent: { value: 2, unit: '% a day', why: 'of the database: backups, replicas' },
  filesFillPercent: { value: 30, unit: '%', why: 'of the promised files in use' },
  filesChangePercent: { value: 20, unit: '% a month', why: 'of the files: replication' },
  dedicatedCacheReplicas: {
    value: 1,
    unit: 'replicas',
    why: 'a dedicated cache fails over as a cell’s does',
  },
  cachePricePercent: { value: 100, unit: '% of Redis OSS', why: 'Redis as asked; Valkey costs 80' },
  cacheSnapshotPercent: { value: 50, unit: '%', why: 'of a node’s memory in a snapshot' },
  gbOutPerUser: { value: 0.5, unit: 'GB a month', why: 'answers, pages and downloads to the internet' },
  gbStaticPerUser: { value: 0.1, unit: 'GB a month', why: 'files of pages, once a version and browser' },
  gbZonesPerUser: { value: 2, unit: 'GB a month', why: 'between zones: application, models, database' },
  gbNatPerTenant: { value: 5, unit: 'GB a month', why: 'identity providers, declared egress' },
  gbNatPerCluster: { value: 200, unit: 'GB a month', why: 'images of nodes that come and go' },
  endpointServices: {
    value: 8,
    unit: 'endpoints in 3 zones',
    why: 'ec2, ecr.api, ecr.dkr, sts, secretsmanager, kms, logs, elasticfilesystem; S3’s is a gateway and free',
  },
  gbEndpointPerTenant: { value: 2, unit: 'GB a month', why: 'secrets, logs and image pulls' },
  keysPerCluster: { value: 7, unit: 'KMS keys', why: 'EKS, RDS, EFS, ElastiCache, S3, secrets, logs' },
  secretReadsPerHour: {
    value: 3,
    unit: 'reads a tenant',
    why: 'one for each ExternalSecret, refreshed hourly',
  },
  gbControlPlaneLogs: { value: 30, unit: 'GB a month', why: 'all five control-plane log types of a cluster' },
  gbLogsPerUser: { value: 0.2, unit: 'GB a month', why: 'application logs, two copies in Elasticsearch' },
  gbAuditPerUser: {
    value: 0.05,
    unit: 'GB a month',
    why: 'audit records in S3, kept for retention.auditDays',
  },
} as const satisfies Record<string, Assumption>

/** A name in the table. */
export type AssumptionName = keyof typeof assumptionTable
/** A value for each name. */
export type Assumptions = Readonly<Record<AssumptionName, number>>

/** Names in the table's order. */
export const assumptionNames = Object.keys(assumptionTable) as AssumptionName[]

/** The table's values, some replaced. */
export function assume(changes: Partial<Assumptions> = {}): Assumptions {
  const defaults = Object.fromEntries(assumptionNames.map((name) => [name, assumptionTable[name].value]))
  return { ...(defaults as Record<AssumptionName, number>), ...changes }
}

/** Hours of a month in which a tenant's people work. */
export function busyHours({ busyDaysPerMonth, busyHoursPerDay, hoursPerMonth }: Assumptions): number {
  return Math.min(hoursPerMonth, busyDaysPerMonth * busyHoursPerDay)
}
