import type { Composed } from './composition.ts'
import { type Document, documentText } from './iam.ts'
import { externalName, field, hasSlots, tags, text, toStatus } from './patch.ts'
import { findable, found } from './select.ts'

/** An IAM role in a composition. */
export interface RoleSpec {
  /** Name of its resources within the composition. */
  readonly name: string
  /** Name in IAM, a text with slots. IAM has no regions. */
  readonly roleName: string
  readonly description: string
  readonly trust: Document
  /** Its own policy, written by Paddock. */
  readonly policy?: Document
  /** AWS managed policies. AWS updates them with its components. */
  readonly managedPolicies?: readonly string[]
  /** Field of the status that holds the ARN. */
  readonly status?: string
}

const iam = 'iam.aws.upbound.io/v1beta1'

/** The role, its own policy and the attachments of AWS managed policies. */
export function roleResources(role: RoleSpec): Composed[] {
  const { name, policy, managedPolicies = [] } = role
  const trust = documentText(role.trust)
  return [
    {
      name: `role-${name}`,
      base: {
        apiVersion: iam,
        kind: 'Role',
        metadata: findable(`role-${name}`),
        spec: {
          forProvider: {
            description: role.description,
            ...(hasSlots(trust) ? {} : { assumeRolePolicy: trust }),
          },
        },
      },
      patches: [
        tags,
        text(role.roleName, externalName),
        ...(hasSlots(trust) ? [text(trust, field('assumeRolePolicy'))] : []),
        ...(role.status ? [toStatus('status.atProvider.arn', role.status)] : []),
      ],
    },
    ...(policy
      ? [
          {
            name: `role-${name}-policy`,
            base: {
              apiVersion: iam,
              kind: 'RolePolicy',
              metadata: { annotations: { 'crossplane.io/external-name': 'own' } },
              spec: { forProvider: { roleSelector: found(`role-${name}`) } },
            },
            patches: [text(documentText(policy), field('policy'))],
          } satisfies Composed,
        ]
      : []),
    ...managedPolicies.map(
      (policyName): Composed => ({
        name: `role-${name}-${policyName.split('/').at(-1)}`.toLowerCase(),
        base: {
          apiVersion: iam,
          kind: 'RolePolicyAttachment',
          spec: {
            forProvider: {
              policyArn: `arn:aws:iam::aws:policy/${policyName}`,
              roleSelector: found(`role-${name}`),
            },
          },
        },
        patches: [],
      }),
    ),
  ]
}
