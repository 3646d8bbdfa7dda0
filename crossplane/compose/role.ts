import type { Composed } from './composition.ts'
import { type Document, documentText } from './iam.ts'
import { externalName, field, hasSlots, tags, text, toStatus } from './patch.ts'
import { findable, found } from './select.ts'

/** An IAM role as a composition makes it. */
export interface RoleSpec {
  /** Name of its resources within the composition. */
  readonly name: string
  /** Name in IAM, which knows no regions: a text with slots. */
  readonly roleName: string
  readonly description: string
  readonly trust: Document
  /** What it may do, in our words. */
  readonly policy?: Document
  /** Policies of AWS' own: those that AWS keeps up with its components. */
  readonly managedPolicies?: readonly string[]
  /** Where the ARN is reported. */
  readonly status?: string
}

const iam = 'iam.aws.upbound.io/v1beta1'

/** The role, its own policy and the attachments of AWS' policies. */
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
