import { regionBucket } from '../../buckets/names.ts'
import type { Composed } from '../../compose/composition.ts'
import { document, documentText, everyone, type Statement } from '../../compose/iam.ts'
import {
  externalName,
  field,
  fromRegion,
  fromSpec,
  fromStatus,
  slot,
  tags,
  text,
  toStatus,
} from '../../compose/patch.ts'
import { guardNames } from './names.ts'

const inRegion = fromSpec('region', field('region'))
const account = slot('keys.accountId')
const topicArn = `arn:aws:sns:${slot('claim.region')}:${account}:${guardNames.alarms}`

const topic: Composed = {
  name: 'alarms',
  base: {
    apiVersion: 'sns.aws.upbound.io/v1beta1',
    kind: 'Topic',
    metadata: { annotations: { 'crossplane.io/external-name': guardNames.alarms } },
    spec: { forProvider: { displayName: 'Paddock alarms', signatureVersion: 2 } },
  },
  patches: [
    tags,
    inRegion,
    fromRegion('keys.logs', field('kmsMasterKeyId')),
    toStatus('status.atProvider.arn', 'alarmTopic'),
  ],
}

function publishes(Sid: string, service: string): Statement {
  return {
    Sid,
    Effect: 'Allow',
    Principal: { Service: service },
    Action: 'sns:Publish',
    Resource: topicArn,
    Condition: { StringEquals: { 'aws:SourceAccount': account } },
  }
}

/** Services that tell of something, for this account; nobody without TLS. */
const topicPolicy: Composed = {
  name: 'alarms-policy',
  base: { apiVersion: 'sns.aws.upbound.io/v1beta1', kind: 'TopicPolicy', spec: { forProvider: {} } },
  patches: [
    inRegion,
    fromStatus('alarmTopic', field('arn')),
    text(
      documentText(
        document(
          publishes('Alarms', 'cloudwatch.amazonaws.com'),
          publishes('Events', 'events.amazonaws.com'),
          publishes('Backups', 'backup.amazonaws.com'),
          {
            Sid: 'EncryptedOnly',
            Effect: 'Deny',
            Principal: everyone,
            Action: 'sns:Publish',
            Resource: topicArn,
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ),
      ),
      field('policy'),
    ),
  ],
}

/** Whoever is written to has to confirm it once; until then the subscription is pending. */
const subscription: Composed = {
  name: 'alarms-by-mail',
  base: {
    apiVersion: 'sns.aws.upbound.io/v1beta1',
    kind: 'TopicSubscription',
    spec: { forProvider: { protocol: 'email' } },
  },
  patches: [inRegion, fromStatus('alarmTopic', field('topicArn')), fromSpec('contact', field('endpoint'))],
}

/**
 * Audit that has landed and is not in the locked bucket within 15 minutes.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html
 */
const auditBehind: Composed = {
  name: 'alarm-audit-behind',
  base: {
    apiVersion: 'cloudwatch.aws.upbound.io/v1beta2',
    kind: 'MetricAlarm',
    spec: {
      forProvider: {
        alarmDescription: 'Audit reaches the locked bucket more than 15 minutes late',
        comparisonOperator: 'GreaterThanThreshold',
        dimensions: { RuleId: 'everything' },
        evaluationPeriods: 3,
        metricName: 'ReplicationLatency',
        namespace: 'AWS/S3',
        period: 300,
        statistic: 'Maximum',
        threshold: 900,
        // Nothing to copy is no delay.
        treatMissingData: 'notBreaching',
      },
    },
  },
  patches: [
    tags,
    inRegion,
    text(`paddock-${slot('claim.region')}-audit-behind`, externalName),
    text(regionBucket('audit-landing'), field('dimensions[SourceBucket]')),
    text(regionBucket('audit'), field('dimensions[DestinationBucket]')),
    fromStatus('alarmTopic', field('alarmActions[0]')),
    fromStatus('alarmTopic', field('okActions[0]')),
  ],
}

/** The topic with who writes to it and who reads it. */
export const alarmResources: readonly Composed[] = [topic, topicPolicy, subscription, auditBehind]
