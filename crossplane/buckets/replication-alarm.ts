import { guardNames } from '../apis/region-guard/names.ts'
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
    base: {
      apiVersion: 'cloudwatch.aws.upbound.io/v1beta2',
      kind: 'MetricAlarm',
      spec: {
        forProvider: {
          alarmDescription: `Copies of ${name} come more than 15 minutes late`,
          comparisonOperator: 'GreaterThanThreshold',
          dimensions: { RuleId: 'everything' },
          evaluationPeriods: 3,
          metricName: 'ReplicationLatency',
          namespace: 'AWS/S3',
          period: 300,
          statistic: 'Maximum',
          threshold: promisedSeconds,
          // Nothing to copy is no delay.
          treatMissingData: 'notBreaching',
        },
      },
    },
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
