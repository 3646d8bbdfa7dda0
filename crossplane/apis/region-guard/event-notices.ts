import type { Composed } from '../../compose/composition.ts'
import { externalName, field, fromSpec, fromStatus, slot, tags, text } from '../../compose/patch.ts'

/** Events of the region that are sent to the operators. */
export interface EventNotice {
  /** Prefix of its resources in the composition, and suffix of the rule's name. */
  readonly name: string
  readonly description: string
  /** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html */
  readonly pattern: {
    readonly source: readonly string[]
    readonly 'detail-type': readonly string[]
    readonly detail: Readonly<Record<string, readonly unknown[]>>
  }
}

const inRegion = fromSpec('region', field('region'))

/** A rule that sends the events to the topic of alarms. */
export function eventNoticeResources({ name, description, pattern }: EventNotice): Composed[] {
  const ruleName = `paddock-${slot('claim.region')}-${name}`
  return [
    {
      name,
      base: {
        apiVersion: 'cloudwatchevents.aws.upbound.io/v1beta1',
        kind: 'Rule',
        spec: {
          forProvider: { description, eventBusName: 'default', eventPattern: JSON.stringify(pattern) },
        },
      },
      patches: [tags, inRegion, text(ruleName, externalName)],
    },
    {
      name: `${name}-to-alarms`,
      base: {
        apiVersion: 'cloudwatchevents.aws.upbound.io/v1beta2',
        kind: 'Target',
        spec: { forProvider: { eventBusName: 'default', targetId: 'alarms' } },
      },
      patches: [inRegion, text(ruleName, field('rule')), fromStatus('alarmTopic', field('arn'))],
    },
  ]
}
