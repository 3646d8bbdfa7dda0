import { durations } from '../../../lib/catalog/recovery.ts'
import { alarmResource } from '../../compose/alarm.ts'
import type { Composed } from '../../compose/composition.ts'
import { field, fromSpec, slot } from '../../compose/patch.ts'

const GiB = 1024 ** 3

/**
 * EFS has no quota, so only the bill limits its size. It reports its size every 15 minutes.
 *
 * @see https://docs.aws.amazon.com/efs/latest/ug/efs-metrics.html
 */
export const filesAlarms: readonly Composed[] = [
  alarmResource({
    name: 'files-size',
    of: 'claim.cell',
    description: 'The files of the cell take more than it promises its tenants in sum',
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
    dimensions: { FileSystemId: slot('claim.status.fileSystemId') },
    fixedDimensions: { StorageClass: 'Total' },
  }),
]

/**
 * Missing data raises the alarm too: a copy that never existed or no longer exists sends no data.
 *
 * @see https://docs.aws.amazon.com/efs/latest/ug/efs-metrics.html
 */
export const copyAlarm: Composed = alarmResource({
  name: 'files-copy-lag',
  of: 'claim.cell',
  description: 'The copy of the files in the other region is over 15 minutes behind, or nothing is copied',
  namespace: 'AWS/EFS',
  metric: 'TimeSinceLastSync',
  statistic: 'Maximum',
  comparison: 'GreaterThanThreshold',
  threshold: durations.efsReplication.seconds,
  periodSeconds: 300,
  periods: 3,
  missing: 'breaching',
  dimensions: {
    FileSystemId: slot('claim.status.fileSystemId'),
    DestinationFileSystemId: slot('claim.status.copyId'),
  },
})
