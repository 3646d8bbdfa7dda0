import type { Composed, CompositionPlan } from '../../compose/composition.ts'
import { document, documentText, everyone } from '../../compose/iam.ts'
import { externalName, field, fromSpec, slot, tags, text } from '../../compose/patch.ts'
import { findable, found, ofThis } from '../../compose/select.ts'
import { ownParts } from '../../hub-environment.ts'
import { type Interruption, interruptions } from './interruptions.ts'

const region = slot('claim.region')
const accountId = slot('keys.accountId')
const queueName = `paddock-${region}-interruptions`
const queueArn = `arn:aws:sqs:${region}:${accountId}:${queueName}`
const inRegion = fromSpec('region', field('region'))
/** A day: long enough for an investigation, and short enough to avoid a backlog. */
const retentionSeconds = 86_400

/** Volumes without our launch templates are encrypted too. */
const encryption: Composed = {
  name: 'encryption-by-default',
  base: {
    apiVersion: 'ec2.aws.upbound.io/v1beta1',
    kind: 'EBSEncryptionByDefault',
    spec: { forProvider: { enabled: true } },
  },
  patches: [inRegion],
}

const queue: Composed = {
  name: 'queue',
  base: {
    apiVersion: 'sqs.aws.upbound.io/v1beta1',
    kind: 'Queue',
    spec: { forProvider: { messageRetentionSeconds: retentionSeconds, sqsManagedSseEnabled: true } },
  },
  patches: [tags, inRegion, text(queueName, field('name'))],
}

/**
 * Only our rules may send messages, and only over TLS. EventBridge names the rule, whose ARN contains the account. AWS
 * does not document that EventBridge names the account separately.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
const policy = document(
  {
    Sid: 'OwnRules',
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: queueArn,
    Condition: {
      ArnLike: { 'aws:SourceArn': `arn:aws:events:${region}:${accountId}:rule/paddock-${region}-*` },
    },
  },
  {
    Sid: 'EncryptedOnly',
    Effect: 'Deny',
    Principal: everyone,
    Action: 'sqs:*',
    Resource: queueArn,
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  },
)

const queuePolicy: Composed = {
  name: 'queue-policy',
  base: {
    apiVersion: 'sqs.aws.upbound.io/v1beta1',
    kind: 'QueuePolicy',
    spec: { forProvider: { queueUrlSelector: ofThis } },
  },
  patches: [inRegion, text(documentText(policy), field('policy'))],
}

function rule({ name, description, pattern }: Interruption): Composed[] {
  return [
    {
      name: `rule-${name}`,
      base: {
        apiVersion: 'cloudwatchevents.aws.upbound.io/v1beta1',
        kind: 'Rule',
        metadata: findable(name),
        spec: { forProvider: { description, eventPattern: JSON.stringify(pattern), state: 'ENABLED' } },
      },
      patches: [tags, inRegion, text(`paddock-${region}-${name}`, externalName)],
    },
    {
      name: `target-${name}`,
      base: {
        apiVersion: 'cloudwatchevents.aws.upbound.io/v1beta2',
        kind: 'Target',
        spec: { forProvider: { ruleSelector: found(name), targetId: 'interruptions' } },
      },
      patches: [inRegion, text(queueArn, field('arn'))],
    },
  ]
}

/** Resources that the nodes of a region share. */
export const nodeFleetPlans: readonly CompositionPlan[] = [
  {
    environments: ownParts('keys'),
    resources: [encryption, queue, queuePolicy, ...interruptions.flatMap(rule)],
  },
]
