import type { Composed } from '../../compose/composition.ts'
import { field, fromSpec, tags } from '../../compose/patch.ts'
import { eventNoticeResources } from './event-notices.ts'

const inRegion = fromSpec('region', field('region'))

/**
 * GuardDuty for the EKS audit log, S3 and suspicious disks. The provider's version has no kind for runtime monitoring.
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
 * Findings of medium severity and higher.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html
 */
const findings = eventNoticeResources({
  name: 'findings',
  description: 'Paddock: findings of GuardDuty',
  pattern: {
    source: ['aws.guardduty'],
    'detail-type': ['GuardDuty Finding'],
    detail: { severity: [{ numeric: ['>=', 4] }] },
  },
})

/** The detector, and the rule that sends its findings to the operators. */
export const findingResources: readonly Composed[] = [detector, ...findings]
