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
          { ...publishes('Alarms', 'cloudwatch.amazonaws.com'), ...ours },
          // EventBridge takes no condition in a topic's policy: with one, no finding would arrive.
          // @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
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

/** The topic with who writes to it and who reads it. */
export const alarmResources: readonly Composed[] = [topic, topicPolicy, subscription]
