import type { Composed } from './composition.ts'
import { externalName, field, fromRegion, fromSpec, type Patch, slot, tags, text } from './patch.ts'

/** An alarm. */
export interface Alarm {
  /** Suffix of its name. */
  readonly name: string
  readonly description: string
  readonly namespace: 'AWS/RDS' | 'AWS/ElastiCache' | 'AWS/EFS' | 'AWS/S3'
  readonly metric: string
  readonly statistic: 'Average' | 'Maximum' | 'Minimum' | 'Sum'
  readonly comparison: 'GreaterThanThreshold' | 'LessThanThreshold'
  /** In the metric's unit, or a patch that sets it. */
  readonly threshold: number | Patch
  readonly periodSeconds: number
  readonly periods: number
  /** Dimensions by their name: texts with slots. */
  readonly dimensions: Readonly<Record<string, string>>
  /** Dimensions that are the same for every claim. */
  readonly fixedDimensions?: Readonly<Record<string, string>>
  /** Slot of the prefix of its name; the claim's `name` unless given. */
  readonly of?: string
  /** Missing data raises the alarm too, because the sender no longer exists. */
  readonly missing: 'breaching' | 'notBreaching'
  /** True: the watched resource is in the other region, and so are the alarm and its topic. */
  readonly inPeer?: boolean
}

/** The alarm without the values of a claim: region, name and topic. */
export function alarmBase(alarm: Omit<Alarm, 'dimensions' | 'inPeer' | 'name' | 'of'>): Composed['base'] {
  const fixed = typeof alarm.threshold === 'number' ? { threshold: alarm.threshold } : {}
  return {
    apiVersion: 'cloudwatch.aws.upbound.io/v1beta2',
    kind: 'MetricAlarm',
    spec: {
      forProvider: {
        alarmDescription: alarm.description,
        comparisonOperator: alarm.comparison,
        dimensions: { ...alarm.fixedDimensions },
        evaluationPeriods: alarm.periods,
        metricName: alarm.metric,
        namespace: alarm.namespace,
        period: alarm.periodSeconds,
        statistic: alarm.statistic,
        treatMissingData: alarm.missing,
        ...fixed,
      },
    },
  }
}

/** An alarm as a composed resource. It notifies the region's topic when it fires and when it ends. */
export function alarmResource(alarm: Alarm): Composed {
  const topic = alarm.inPeer ? 'peer.alarmTopic' : 'topics.alarms'
  return {
    name: `alarm-${alarm.name}`,
    base: alarmBase(alarm),
    patches: [
      tags,
      alarm.inPeer ? fromRegion('peer.region', field('region')) : fromSpec('region', field('region')),
      text(`paddock-${slot(alarm.of ?? 'claim.name')}-${alarm.name}`, externalName),
      ...Object.entries(alarm.dimensions).map(([name, value]) => text(value, field(`dimensions[${name}]`))),
      fromRegion(topic, field('alarmActions[0]')),
      fromRegion(topic, field('okActions[0]')),
      ...(typeof alarm.threshold === 'number' ? [] : [alarm.threshold]),
    ],
  }
}
