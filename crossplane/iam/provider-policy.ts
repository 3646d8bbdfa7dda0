import { allow, type Document, document, type Statement } from '../compose/iam.ts'
import { boundaryGuards } from './boundary.ts'
import * as data from './data-grants.ts'
import * as edge from './edge-grants.ts'
import * as guard from './guard-grants.ts'
import * as identity from './identity-grants.ts'
import * as network from './network-grants.ts'
import { providerExtras } from './provider-extras.ts'
import type { ProviderGrant, ServiceGrants } from './provider-grant.ts'

/** Grants of every kind that may be composed, by service, with the name of the provider's package. */
export const providerGrants: Readonly<Record<string, ServiceGrants>> = {
  ...data,
  ...edge,
  ...guard,
  ...identity,
  ...network,
}

/** Prefix of a service's ARNs where it differs from the provider's name. */
const arnServices: Readonly<Record<string, string>> = {
  cloudwatchevents: 'events',
  cloudwatchlogs: 'logs',
  efs: 'elasticfilesystem',
  elbv2: 'elasticloadbalancing',
}
/** Services whose ARNs name no region. */
const global = new Set(['budgets', 'iam'])
/** Services whose ARNs name neither region nor account. */
const bare = new Set(['route53', 's3'])

function resourceArn(service: string, rest: string, accountId: string): string {
  const name = arnServices[service] ?? service
  if (bare.has(service)) return `arn:aws:${name}:::${rest}`
  return `arn:aws:${name}:${global.has(service) ? '' : '*'}:${accountId}:${rest}`
}

/**
 * Permissions of a service's provider: the calls of the composed kinds, on Paddock's resources, and the calls that AWS
 * requires besides. No call deletes a resource that keeps its data.
 *
 * @param kinds kinds of the service that are composed
 * @param accountId account, or the slot that its id fills
 * @throws when a kind has no grant: a kind is added here together with its composition
 */
export function providerPolicy(service: string, kinds: readonly string[], accountId: string): Document {
  const grants = kinds.map((kind) => grantOf(service, kind))
  const unbound = sorted(grants.flatMap((grant) => grant.unbound ?? []))
  const own: Statement = allow(
    'Manage',
    sorted(grants.flatMap(({ actions }) => actions)),
    sorted(grants.flatMap(({ resources }) => resources)).map((rest) => resourceArn(service, rest, accountId)),
  )
  return document(
    own,
    ...(unbound.length > 0 ? [allow('ManageUnbound', unbound, '*')] : []),
    ...elsewhereStatements(grants, accountId),
    ...extraStatements(service, accountId),
    // A provider that creates roles could otherwise create itself a role with all permissions.
    ...(service === 'iam' ? boundaryGuards(accountId) : []),
  )
}

function grantOf(service: string, kind: string): ProviderGrant {
  const grant = providerGrants[service]?.[kind]
  if (!grant) throw new Error(`crossplane/iam has no grant for ${service} ${kind}`)
  return grant
}

/** Each permission once, however many kinds need it. */
function elsewhereStatements(grants: readonly ProviderGrant[], accountId: string): Statement[] {
  const bySid = new Map(
    grants.flatMap(({ elsewhere = [] }) => elsewhere.map((one) => [one.sid, one] as const)),
  )
  return [...bySid.values()].map(({ sid, actions, resources, condition }) =>
    allow(
      sid,
      actions,
      resources.map((rest) => `arn:aws:${rest.replace('{account}', accountId)}`),
      condition,
    ),
  )
}

function extraStatements(service: string, accountId: string): Statement[] {
  const { passesRolesTo, encryptsThrough, linkedRoles } = providerExtras[service] ?? {}
  const statements: Statement[] = []
  if (passesRolesTo) {
    const roles = `arn:aws:iam::${accountId}:role/paddock-*`
    statements.push(
      // Separate from the next statement: only PassRole knows the service that gets a role. Other calls would never be
      // allowed.
      allow('LookAtRoles', ['iam:GetRole'], roles),
      allow('PassRole', ['iam:PassRole'], roles, { StringEquals: { 'iam:PassedToService': passesRolesTo } }),
    )
  }
  if (encryptsThrough) {
    statements.push(
      allow(
        'EncryptThrough',
        ['kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey'],
        `arn:aws:kms:*:${accountId}:key/*`,
        { StringLike: { 'kms:ViaService': encryptsThrough.map((name) => `${name}.*.amazonaws.com`) } },
      ),
    )
  }
  if (linkedRoles) {
    statements.push(
      allow(
        'LinkedRole',
        ['iam:CreateServiceLinkedRole'],
        linkedRoles.map((name) => `arn:aws:iam::${accountId}:role/aws-service-role/${name}/*`),
        { StringEquals: { 'iam:AWSServiceName': linkedRoles } },
      ),
    )
  }
  return statements
}

function sorted(values: readonly string[]): string[] {
  return [...new Set(values)].sort()
}
