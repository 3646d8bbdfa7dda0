import { durations } from '../../../lib/catalog/recovery.ts'
import { alarmResource } from '../../compose/alarm.ts'
import type { Composed } from '../../compose/composition.ts'
import { field, fromSpec, slot } from '../../compose/patch.ts'

const GiB = 1024 ** 3

/**
 * EFS has no quota of its own: the bill is the limit. It reports its size every 15 minutes.
 * @see https://docs.aws.amazon.com/efs/latest/ug/efs-metrics.html
 */
export const filesAlarms: readonly Composed[] = [
  alarmResource({
    name: 'files-size',
    of: 'claim.cell',
    description: 'The cell’s files take more than it promises its tenants in sum',
    namespace: 'AWS/EFS',
    metric: 'StorageBytes',
    statistic: 'Maximum',
    comparison: 'GreaterThanThreshold',
    threshold: {
      ...fromSpec('capacityGiB', field('threshold')),
      transforms: [{ type: 'math', math: { type: 'Multiply', multiply: GiB } }],
    },
    periodSeconds: 3600,
    periods: 1,
    missing: 'breaching',
    dimension: { name: 'FileSystemId', value: slot('claim.status.fileSystemId') },
    fixedDimensions: { StorageClass: 'Total' },
  }),
]

/**
 * The copy in the other region is behind by more than EFS holds most file systems to. The metric has both ends.
 *
 * @see https://docs.aws.amazon.com/efs/latest/ug/efs-metrics.html
 */
export const replicationAlarm: Composed = alarmResource({
  name: 'files-copy-behind',
  of: 'claim.cell',
  description: 'Models have not been copied to the other region for more than 15 minutes',
  namespace: 'AWS/EFS',
  metric: 'TimeSinceLastSync',
  statistic: 'Maximum',
  comparison: 'GreaterThanThreshold',
  threshold: durations.efsReplication.seconds,
  periodSeconds: 300,
  periods: 1,
  missing: 'breaching',
  dimension: { name: 'FileSystemId', value: slot('claim.status.fileSystemId') },
  secondDimension: { name: 'DestinationFileSystemId', value: slot('claim.status.copyId') },
})
