import { regionNames } from '../../lib/catalog/regions.ts'
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

/** Services that have one address for all regions: a call to them names no region of Paddock. */
const withoutRegion = new Set([...global, 'route53', 'sts'])

/** Where a provider works. */
export interface ProviderPlace {
  /** Account, or the slot that its id fills. */
  readonly accountId: string
  /** Regions in which it may call AWS. */
  readonly regions: readonly string[]
  /** Names of the roles that it may look at and pass to a service. */
  readonly passes: string
  /** Names of the roles that it may create, if it creates roles. */
  readonly creates: string
}

/** A place without bounds but the account's: of a provider that makes the resources of every region. */
export function everywhere(accountId: string): ProviderPlace {
  return { accountId, regions: regionNames, passes: 'paddock-*', creates: 'paddock-*' }
}

/** The region's part of an ARN. The statement {@link onlyIn} bounds a provider of several regions. */
function regionPart({ regions }: ProviderPlace): string {
  return regions.length === 1 ? (regions[0] ?? '*') : '*'
}

function resourceArn(service: string, rest: string, place: ProviderPlace): string {
  const name = arnServices[service] ?? service
  if (bare.has(service)) return `arn:aws:${name}:::${rest}`
  const own = service === 'iam' ? rest.replace(/^role\/paddock-\*$/, `role/${place.creates}`) : rest
  return `arn:aws:${name}:${global.has(service) ? '' : regionPart(place)}:${place.accountId}:${own}`
}

/** Denies calls in other regions, of every service that has regions: also those without a resource in IAM. */
function onlyIn({ regions }: ProviderPlace, statements: readonly Statement[]): Statement[] {
  const services = sorted(
    statements.flatMap(({ Action }) => [Action].flat().map((action) => action.split(':')[0] ?? '')),
  ).filter((service) => !withoutRegion.has(service))
  if (services.length === 0) return []
  return [
    {
      Sid: 'NoOtherRegion',
      Effect: 'Deny',
      Action: services.map((service) => `${service}:*`),
      Resource: '*',
      Condition: {
        StringNotEquals: { 'aws:RequestedRegion': regions },
        // A missing key would not be equal to any region.
        Null: { 'aws:RequestedRegion': 'false' },
      },
    },
  ]
}

/**
 * Permissions of a service's provider: the calls of the composed kinds, on Paddock's resources, and the calls that AWS
 * requires besides. No call deletes a resource that keeps its data.
 *
 * @param kinds kinds of the service that are composed
 * @param place its account and regions; an account alone means {@link everywhere}
 * @throws when a kind has no grant: a kind is added here together with its composition
 */
export function providerPolicy(
  service: string,
  kinds: readonly string[],
  place: ProviderPlace | string,
): Document {
  const where = typeof place === 'string' ? everywhere(place) : place
  const statements = allowances(service, kinds, where)
  return document(
    ...statements,
    ...onlyIn(where, statements),
    // A provider that creates roles could otherwise create itself a role with all permissions.
    ...(service === 'iam' ? boundaryGuards(where.accountId) : []),
  )
}

function allowances(service: string, kinds: readonly string[], place: ProviderPlace): Statement[] {
  const grants = kinds.map((kind) => grantOf(service, kind))
  const unbound = sorted(grants.flatMap((grant) => grant.unbound ?? []))
  const own: Statement = allow(
    'Manage',
    sorted(grants.flatMap(({ actions }) => actions)),
    sorted(grants.flatMap(({ resources }) => resources)).map((rest) => resourceArn(service, rest, place)),
  )
  return [
    own,
    ...(unbound.length > 0 ? [allow('ManageUnbound', unbound, '*')] : []),
    ...elsewhereStatements(grants, place),
    ...extraStatements(service, place),
  ]
}

function grantOf(service: string, kind: string): ProviderGrant {
  const grant = providerGrants[service]?.[kind]
  if (!grant) throw new Error(`crossplane/iam has no grant for ${service} ${kind}`)
  return grant
}

/** Each permission once, however many kinds need it. */
function elsewhereStatements(grants: readonly ProviderGrant[], place: ProviderPlace): Statement[] {
  const bySid = new Map(
    grants.flatMap(({ elsewhere = [] }) => elsewhere.map((one) => [one.sid, one] as const)),
  )
  return [...bySid.values()].map(({ sid, actions, resources, condition }) =>
    allow(
      sid,
      actions,
      resources.map(
        (rest) =>
          `arn:aws:${rest.replace(':*:{account}', `:${regionPart(place)}:{account}`).replace('{account}', place.accountId)}`,
      ),
      condition,
    ),
  )
}

function extraStatements(service: string, place: ProviderPlace): Statement[] {
  const { accountId, regions, passes } = place
  const { passesRolesTo, encryptsThrough, linkedRoles } = providerExtras[service] ?? {}
  const statements: Statement[] = []
  if (passesRolesTo) {
    const roles = `arn:aws:iam::${accountId}:role/${passes}`
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
        `arn:aws:kms:${regionPart(place)}:${accountId}:key/*`,
        {
          StringEquals: {
            'kms:ViaService': encryptsThrough.flatMap((name) =>
              regions.map((region) => `${name}.${region}.amazonaws.com`),
            ),
          },
        },
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
