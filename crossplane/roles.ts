import type { Composed } from './compose/composition.ts'
import { type Document, document, documentText } from './compose/iam.ts'
import { externalName, field, slot, tags, text } from './compose/patch.ts'

/** A role of a service of AWS, with the one policy that it has. */
export interface ServiceRole {
  /** Starts the names of its resources within the composition. */
  readonly name: string
  /** Its name, a text with slots; at most 64 characters. */
  readonly awsName: string
  readonly description: string
  /** `firehose.amazonaws.com`. */
  readonly service: string
  /** ARN patterns of what the service may assume it for; any resource of this account unless given. */
  readonly sourceArns?: readonly string[]
  readonly policy: Document
}

/** Who may assume it: the service, on behalf of this account and no other. An ARN names the account, too. */
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

/** ARN of a role by its name: policies and settings can name it before it is there. */
export function serviceRoleArn(awsName: string): string {
  return `arn:aws:iam::${slot('keys.accountId')}:role/${awsName}`
}
