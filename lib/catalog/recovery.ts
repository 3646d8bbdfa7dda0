/** How far a duration can be trusted. */
export type DurationBasis =
  /** A setting in dist, or computed from one. */
  | 'setting'
  /** Documentation says so. */
  | 'documented'
  /** Documentation says what is usual, and promises nothing. */
  | 'typical'
  /** Ours, until a drill in AWS has measured it. */
  | 'assumed'

/** A duration that no spec sets. */
export interface Duration {
  readonly seconds: number
  readonly basis: DurationBasis
  readonly source: string
}

/** Objectives of the service. Seconds. */
export const recoveryTargets = {
  rto: { standard: 300, premium: 900, database: 120 },
  rpo: { database: 60, models: 300, configuration: 60 },
} as const

/** Durations of a failover that no spec sets. */
export const durations = {
  healthCheck: {
    seconds: 30,
    basis: 'setting',
    source:
      'three missed answers, 10 s apart: the probe peer-region and its alert; Route 53’s fast interval is the same',
  },
  dnsTtl: {
    seconds: 60,
    basis: 'documented',
    source: 'resolvers keep an answer for up to 60 s, as Route 53 advises for records that fail over',
  },
  decision: { seconds: 120, basis: 'assumed', source: 'the on-call engineer merges one line' },
  refresh: {
    seconds: 10,
    basis: 'assumed',
    source:
      'one command of the runbook has Argo CD read Git at once; without it: reconciliation and jitter of its settings',
  },
  databaseZone: {
    seconds: 120,
    basis: 'typical',
    source: 'RDS Multi-AZ instance: 60–120 s typical, longer with large transactions',
  },
  databasePromotion: {
    seconds: 300,
    basis: 'assumed',
    source: 'RDS promises no bound: promotion reboots and takes “several minutes or longer”',
  },
  nodeLost: {
    seconds: 50,
    basis: 'assumed',
    source: 'Kubernetes’ node-monitor-grace-period, which EKS sets and does not publish',
  },
  cpuNodeBoot: {
    seconds: 180,
    basis: 'assumed',
    source: 'an EC2 node from the autoscaler’s decision to Ready',
  },
  gpuNodeBoot: {
    seconds: 300,
    basis: 'assumed',
    source: 'the same with the driver and the device plugin',
  },
  serverImage: {
    seconds: 12,
    basis: 'assumed',
    source:
      'Ollama’s image has 3.5 GB, at the 2.5 Gbit/s that the smallest type has at all times; unpacked while it comes',
  },
  application: {
    seconds: 60,
    basis: 'assumed',
    source: 'migration Job, then Open WebUI until it is ready',
  },
  efsReplication: {
    seconds: 900,
    basis: 'typical',
    source: 'EFS replication: an RPO of 15 minutes for most file systems',
  },
} as const satisfies Record<string, Duration>
