import type { Composed } from '../../compose/composition.ts'
import { externalName, field, fromSpec, fromStatus, slot, tags, text } from '../../compose/patch.ts'

const ruleName = `paddock-${slot('claim.region')}-findings`
const inRegion = fromSpec('region', field('region'))

/**
 * GuardDuty over the audit of EKS, S3 and suspicious disks. Runtime monitoring is a feature that the provider's
 * version has no kind for.
 */
const detector: Composed = {
  name: 'detector',
  base: {
    apiVersion: 'guardduty.aws.upbound.io/v1beta2',
    kind: 'Detector',
    spec: {
      forProvider: {
        datasources: {
          kubernetes: { auditLogs: { enable: true } },
          malwareProtection: { scanEc2InstanceWithFindings: { ebsVolumes: { enable: true } } },
          s3Logs: { enable: true },
        },
        enable: true,
        findingPublishingFrequency: 'FIFTEEN_MINUTES',
      },
    },
  },
  patches: [tags, inRegion],
}

/**
 * Findings of medium severity and worse.
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html
 */
const pattern = {
  source: ['aws.guardduty'],
  'detail-type': ['GuardDuty Finding'],
  detail: { severity: [{ numeric: ['>=', 4] }] },
}

const rule: Composed = {
  name: 'findings',
  base: {
    apiVersion: 'cloudwatchevents.aws.upbound.io/v1beta1',
    kind: 'Rule',
    spec: {
      forProvider: {
        description: 'Paddock: findings of GuardDuty',
        eventBusName: 'default',
        eventPattern: JSON.stringify(pattern),
      },
    },
  },
  patches: [tags, inRegion, text(ruleName, externalName)],
}

const target: Composed = {
  name: 'findings-to-alarms',
  base: {
    apiVersion: 'cloudwatchevents.aws.upbound.io/v1beta2',
    kind: 'Target',
    spec: { forProvider: { eventBusName: 'default', targetId: 'alarms' } },
  },
  patches: [inRegion, text(ruleName, field('rule')), fromStatus('alarmTopic', field('arn'))],
}

/** The detector, and how its findings reach the operators. */
export const findingResources: readonly Composed[] = [detector, rule, target]
