import { GiB, MiB } from '../../../lib/catalog/units.ts'
import { type Alarm, alarmResource } from '../../compose/alarm.ts'
import type { Composed } from '../../compose/composition.ts'
import { field, fromSpec } from '../../compose/patch.ts'

const often = { periodSeconds: 60, periods: 5, namespace: 'AWS/RDS' } as const

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html */
const alarms: readonly Omit<Alarm, 'dimensions'>[] = [
  {
    ...often,
    name: 'cpu',
    description: 'The processors of the database are over 80 %',
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
    name: 'memory',
    description: 'Less than 256 MiB of memory are free: the database is about to swap',
    metric: 'FreeableMemory',
    statistic: 'Minimum',
    comparison: 'LessThanThreshold',
    threshold: 256 * MiB,
    missing: 'breaching',
  },
  {
    ...often,
    name: 'transaction-ids',
    description: 'Vacuum is behind by a billion transactions; at two billion PostgreSQL stops writing',
    metric: 'MaximumUsedTransactionIDs',
    statistic: 'Maximum',
    comparison: 'GreaterThanThreshold',
    threshold: 1_000_000_000,
    missing: 'notBreaching',
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
        // The transform accepts integers only. Dropping the last digit divides by ten.
        { type: 'string', string: { type: 'Regexp', regexp: { match: '^([0-9]+)[0-9]$', group: 1 } } },
        { type: 'convert', convert: { toType: 'int64' } },
      ],
    },
    missing: 'notBreaching',
  },
]

/** The alarms of the instance with this identifier, which is a text with slots. */
export function databaseAlarms(identifier: string): Composed[] {
  const dimensions = { DBInstanceIdentifier: identifier }
  return alarms.map((alarm) => alarmResource({ ...alarm, dimensions }))
}
