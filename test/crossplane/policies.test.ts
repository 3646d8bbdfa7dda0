import { describe, expect, test } from 'vitest'
import { hubRoles } from '../../crossplane/bootstrap/hub-roles.ts'
import type { Statement } from '../../crossplane/compose/iam.ts'
import { wildcardReasons } from '../../crossplane/compose/wildcards.ts'
import { type ComposedPolicy, composedPolicies } from './policies.ts'

/** Policies that compositions send to AWS, and those that a person creates for the hub first. */
const policies = [...composedPolicies(), ...bootstrapPolicies()]

function bootstrapPolicies(): ComposedPolicy[] {
  const place = { accountId: '111122223333', region: 'us-east-1', cluster: 'paddock-hub' }
  return hubRoles(place).flatMap(({ role, trust, policy }) => {
    const of = { where: `bootstrap ${role}`, kind: 'Role', field: 'document' }
    const trusted = { ...of, type: 'trust', document: trust } as const
    return [trusted, ...(policy ? [{ ...of, type: 'identity', document: policy } as const] : [])]
  })
}

function list(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : typeof value === 'string' ? [value] : value
}

/** Statements that a reviewer would reject. */
function complaints({ where, type, document }: ComposedPolicy): string[] {
  return document.Statement.flatMap((statement) =>
    [
      ...(type === 'trust' ? trustComplaints(statement) : []),
      ...(statement.Effect === 'Allow' && type !== 'endpoint' ? grantComplaints(statement, type) : []),
      ...(statement.Sid === '' ? ['no Sid'] : []),
    ].map((complaint) => `${where} ${statement.Sid}: ${complaint}`),
  )
}

function grantComplaints(statement: Statement, type: ComposedPolicy['type']): string[] {
  const actions = list(statement.Action)
  const wide = actions.filter((action) => action.includes('*'))
  const everything = type === 'identity' && list(statement.Resource).includes('*')
  const principal = statement.Principal
  const everyone = principal === '*' || (typeof principal === 'object' && principal.AWS === '*')
  const anybody = type === 'resource' && everyone && Object.keys(statement.Condition ?? {}).length === 0
  return [
    ...wide.map((action) => `the action ${action}`),
    ...(everything && !(statement.Sid in wildcardReasons) ? ['the resource * without a reason'] : []),
    ...(anybody ? ['anybody, without a condition'] : []),
  ]
}

function trustComplaints({ Principal, Condition }: Statement): string[] {
  if (Principal === undefined || Principal === '*') return ['trusts anybody']
  const keys = Object.values(Condition ?? {}).flatMap((one) => Object.keys(one))
  if (Principal.Federated && !keys.some((key) => key.endsWith(':sub'))) return ['trusts any service account']
  if (Principal.AWS) return [`trusts ${Principal.AWS}: roles are for services and service accounts`]
  const unbound = Principal.Service !== undefined && !(Principal.Service in namesNoAccount)
  if (unbound && !keys.some((key) => /^aws:Source(Account|Arn)$/.test(key))) {
    return [`trusts ${Principal.Service} for any account`]
  }
  return []
}

/** Services that may be trusted without the account for which they ask, and why. */
const namesNoAccount: Readonly<Record<string, string>> = {
  'ec2.amazonaws.com': 'EC2 names none; whose instances get the role is for iam:PassRole to say',
}

describe('every policy', () => {
  test('is narrow: no action *, no resource * without a reason, no trust without bounds', () => {
    expect(policies.length).toBeGreaterThan(0)
    expect(policies.flatMap(complaints)).toEqual([])
  })

  test('each service that is trusted without an account is needed', () => {
    const trusted = policies
      .filter(({ type }) => type === 'trust')
      .flatMap(({ document }) => document.Statement)
      .flatMap(({ Principal, Condition }) =>
        typeof Principal === 'object' && Principal.Service && !Condition ? [Principal.Service] : [],
      )
    expect([...new Set(trusted)].sort()).toEqual(Object.keys(namesNoAccount).sort())
  })

  test('each reason for a wildcard is needed', () => {
    const sids = new Set(policies.flatMap(({ document }) => document.Statement.map(({ Sid }) => Sid)))
    expect(Object.keys(wildcardReasons).filter((sid) => !sids.has(sid))).toEqual([])
  })

  test('fits: 2,048 characters of trust, 10,240 of a role’s own policies, 20,480 of a resource’s', () => {
    const limits = { trust: 2048, identity: 10_240, resource: 20_480, endpoint: 20_480 }
    const long = policies.filter(({ type, document }) => JSON.stringify(document).length > limits[type])
    expect(long.map(({ where }) => where)).toEqual([])
  })
})

describe('what is too wide is named', () => {
  const policy = (type: ComposedPolicy['type'], statement: Partial<Statement>): ComposedPolicy => ({
    where: 'X role',
    kind: 'Role',
    field: 'policy',
    type,
    document: {
      Version: '2012-10-17',
      Statement: [{ Sid: 'S', Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:x', ...statement }],
    },
  })
  test.each([
    [policy('identity', { Action: '*' }), 'X role S: the action *'],
    [policy('identity', { Action: ['s3:*'] }), 'X role S: the action s3:*'],
    [policy('identity', { Action: ['s3:Get*'] }), 'X role S: the action s3:Get*'],
    [policy('identity', { Resource: '*' }), 'X role S: the resource * without a reason'],
    [policy('resource', { Principal: '*' }), 'X role S: anybody, without a condition'],
    [policy('resource', { Principal: { AWS: '*' } }), 'X role S: anybody, without a condition'],
    [
      policy('trust', { Principal: { AWS: 'arn:aws:iam::1:root' } }),
      'X role S: trusts arn:aws:iam::1:root: roles are for services and service accounts',
    ],
    [
      policy('trust', { Principal: { Service: 'states.amazonaws.com' } }),
      'X role S: trusts states.amazonaws.com for any account',
    ],
    [policy('trust', { Principal: '*' }), 'X role S: trusts anybody'],
    [policy('trust', { Principal: { Federated: 'x' } }), 'X role S: trusts any service account'],
    [
      policy('trust', { Principal: { Service: 'pods.eks.amazonaws.com' } }),
      'X role S: trusts pods.eks.amazonaws.com for any account',
    ],
  ])('%#', (wide, complaint) => {
    expect(complaints(wide)).toEqual([complaint])
  })
})
