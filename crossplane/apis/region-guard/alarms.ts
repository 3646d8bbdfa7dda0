import type { Composed } from '../../compose/composition.ts'
import { document, documentText, everyone, type Statement } from '../../compose/iam.ts'
import { field, fromRegion, fromSpec, fromStatus, slot, tags, text, toStatus } from '../../compose/patch.ts'
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
  return { Sid, Effect: 'Allow', Principal: { Service: service }, Action: 'sns:Publish', Resource: topicArn }
}

const ours = { Condition: { StringEquals: { 'aws:SourceAccount': account } } }

/** Services that may publish, for this account and over TLS only. */
const topicPolicy: Composed = {
  name: 'alarms-policy',
  base: { apiVersion: 'sns.aws.upbound.io/v1beta1', kind: 'TopicPolicy', spec: { forProvider: {} } },
  patches: [
    inRegion,
    fromStatus('alarmTopic', field('arn')),
    text(
      documentText(
        document(
          { ...publishes('Alarms', 'cloudwatch.amazonaws.com'), ...ours },
          // EventBridge supports no condition in a topic's policy. With a condition, no finding would arrive.
          publishes('Events', 'events.amazonaws.com'),
          { ...publishes('Backups', 'backup.amazonaws.com'), ...ours },
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

/** The receiver must confirm the subscription once. Until then it is pending. */
const subscription: Composed = {
  name: 'alarms-by-mail',
  base: {
    apiVersion: 'sns.aws.upbound.io/v1beta1',
    kind: 'TopicSubscription',
    spec: { forProvider: { protocol: 'email' } },
  },
  patches: [inRegion, fromStatus('alarmTopic', field('topicArn')), fromSpec('contact', field('endpoint'))],
}

/** The topic, its publishers and its subscribers. */
export const alarmResources: readonly Composed[] = [topic, topicPolicy, subscription]
