import { guardNames } from '../apis/region-guard/names.ts'
import { alarmBase } from '../compose/alarm.ts'
import type { Composed } from '../compose/composition.ts'
import { externalName, field, slot, tags, text } from '../compose/patch.ts'
import type { ReplicationPlan } from './plan.ts'

/** Maximum delay that S3 promises under replication time control. */
const promisedSeconds = 15 * 60

/**
 * Alarm for copies later than S3 promises. It is in the region of the copies: S3 publishes the metric there, and the
 * operators of that region need it when the source's region is lost.
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
      // If there is nothing to copy, there is no delay.
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
