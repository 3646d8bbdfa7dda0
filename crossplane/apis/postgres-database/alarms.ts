import { type Alarm, alarmResource } from '../../compose/alarm.ts'
import type { Composed } from '../../compose/composition.ts'
import { field, fromSpec, slot } from '../../compose/patch.ts'

const GiB = 1024 ** 3
const instance = { name: 'DBInstanceIdentifier', value: `paddock-${slot('claim.name')}` }
const often = { periodSeconds: 60, periods: 5, namespace: 'AWS/RDS', dimension: instance } as const

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html */
const alarms: readonly Alarm[] = [
  {
    ...often,
    name: 'cpu',
    description: 'The database’s processors are over 80 %',
    metric: 'CPUUtilization',
    statistic: 'Average',
    comparison: 'GreaterThanThreshold',
    threshold: 80,
    periods: 15,
    missing: 'breaching',
  },
  {
    ...often,
    name: 'storage',
    description: 'Less than 10 GiB of storage are free',
    metric: 'FreeStorageSpace',
    statistic: 'Minimum',
    comparison: 'LessThanThreshold',
    threshold: 10 * GiB,
    missing: 'breaching',
  },
  {
    ...often,
    name: 'connections',
    description: 'Over 90 % of the connections are taken: the cell has outgrown its instance',
    metric: 'DatabaseConnections',
    statistic: 'Maximum',
    comparison: 'GreaterThanThreshold',
    threshold: {
      ...fromSpec('maxConnections', field('threshold')),
      transforms: [
        { type: 'math', math: { type: 'Multiply', multiply: 9 } },
        { type: 'convert', convert: { toType: 'string' } },
        // Integers only: a last digit less is a tenth.
        { type: 'string', string: { type: 'Regexp', regexp: { match: '^([0-9]+)[0-9]$', group: 1 } } },
        { type: 'convert', convert: { toType: 'int64' } },
      ],
    },
    missing: 'notBreaching',
  },
]

/** The lag of the replica in the other region; an idle source would show up to five minutes without a heartbeat. */
export const replicaAlarm = alarmResource({
  ...often,
  name: 'replica-lag',
  description: 'The replica in the other region is more than 30 s behind',
  metric: 'ReplicaLag',
  statistic: 'Maximum',
  comparison: 'GreaterThanThreshold',
  threshold: 30,
  missing: 'breaching',
  dimension: { name: 'DBInstanceIdentifier', value: `paddock-${slot('claim.name')}-replica` },
  inPeer: true,
})

/** The alarms of an instance. */
export function databaseAlarms(): Composed[] {
  return alarms.map(alarmResource)
}
