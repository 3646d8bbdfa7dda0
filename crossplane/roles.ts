import type { Composed } from './compose/composition.ts'
import { type Document, document, documentText } from './compose/iam.ts'
import { externalName, field, slot, tags, text } from './compose/patch.ts'

/** A role of an AWS service with its only policy. */
export interface ServiceRole {
  /** Prefix of the names of its resources in the composition. */
  readonly name: string
  /** Its name, a text with slots; at most 64 characters. */
  readonly awsName: string
  readonly description: string
  /** `firehose.amazonaws.com`. */
  readonly service: string
  /** ARN patterns of resources for which the service may assume it; any resource of this account unless given. */
  readonly sourceArns?: readonly string[]
  readonly policy: Document
}

/** Trust policy: the service, on behalf of this account only. An ARN also names the account. */
function trust({ service, sourceArns }: ServiceRole): Document {
  return document({
    Sid: 'Service',
    Effect: 'Allow',
    Principal: { Service: service },
    Action: 'sts:AssumeRole',
    Condition: sourceArns
      ? { ArnLike: { 'aws:SourceArn': sourceArns } }
      : { StringEquals: { 'aws:SourceAccount': slot('keys.accountId') } },
  })
}

/** The role and its policy. */
export function serviceRoleResources(role: ServiceRole): Composed[] {
  const { name, awsName, description, policy } = role
  return [
    {
      name: `${name}-role`,
      base: {
        apiVersion: 'iam.aws.upbound.io/v1beta1',
        kind: 'Role',
        spec: { forProvider: { description, maxSessionDuration: 3600 } },
      },
      patches: [
        tags,
        text(awsName, externalName),
        text(documentText(trust(role)), field('assumeRolePolicy')),
      ],
    },
    {
      name: `${name}-policy`,
      base: {
        apiVersion: 'iam.aws.upbound.io/v1beta1',
        kind: 'RolePolicy',
        metadata: { annotations: { 'crossplane.io/external-name': 'only' } },
        spec: { forProvider: {} },
      },
      patches: [text(awsName, field('role')), text(documentText(policy), field('policy'))],
    },
  ]
}

/** ARN of a role by its name. Policies and settings can name the role before it exists. */
export function serviceRoleArn(awsName: string): string {
  return `arn:aws:iam::${slot('keys.accountId')}:role/${awsName}`
}
