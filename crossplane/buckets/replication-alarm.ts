import { guardNames } from '../apis/region-guard/names.ts'
import { alarmBase } from '../compose/alarm.ts'
import type { Composed } from '../compose/composition.ts'
import { externalName, field, slot, tags, text } from '../compose/patch.ts'
import type { ReplicationPlan } from './replication.ts'

/** What S3 promises of a copy under replication time control. */
const promisedSeconds = 15 * 60

/**
 * Copies that come later than S3 promises. It stands where the copies do: S3 publishes the figure there, and there
 * are those whom it concerns when the source's region is gone.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html
 */
export function replicationAlarm({ name, prefix, from, to }: ReplicationPlan): Composed {
  const topic = `arn:aws:sns:${to.region}:${slot('keys.accountId')}:${guardNames.alarms}`
  return {
    name: `alarm-${name}-behind`,
    base: alarmBase({
      description: `Copies of ${name} come more than 15 minutes late`,
      namespace: 'AWS/S3',
      metric: 'ReplicationLatency',
      statistic: 'Maximum',
      comparison: 'GreaterThanThreshold',
      threshold: promisedSeconds,
      periodSeconds: 300,
      periods: 3,
      fixedDimensions: { RuleId: 'everything' },
      // Nothing to copy is no delay.
      missing: 'notBreaching',
    }),
    patches: [
      tags,
      text(to.region, field('region')),
      text(`${prefix}-behind`, externalName),
      text(from.bucket, field('dimensions[SourceBucket]')),
      text(to.bucket, field('dimensions[DestinationBucket]')),
      text(topic, field('alarmActions[0]')),
      text(topic, field('okActions[0]')),
    ],
  }
}
