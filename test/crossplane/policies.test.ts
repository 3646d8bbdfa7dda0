import { describe, expect, test } from 'vitest'
import type { Statement } from '../../crossplane/compose/iam.ts'
import { wildcardReasons } from '../../crossplane/compose/wildcards.ts'
import { type ComposedPolicy, composedPolicies } from './policies.ts'

const policies = composedPolicies()

function list(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : typeof value === 'string' ? [value] : value
}

/** What a reviewer would strike out. */
function complaints({ where, type, document }: ComposedPolicy): string[] {
  return document.Statement.flatMap((statement) =>
    [
      ...(type === 'trust' ? trustComplaints(statement) : []),
      ...(statement.Effect === 'Allow' ? grantComplaints(statement, type) : []),
      ...(statement.Sid === '' ? ['no Sid'] : []),
    ].map((complaint) => `${where} ${statement.Sid}: ${complaint}`),
  )
}

function grantComplaints(statement: Statement, type: ComposedPolicy['type']): string[] {
  const actions = list(statement.Action)
  const wide = actions.filter((action) => action.includes('*'))
  const everything = type === 'identity' && list(statement.Resource).includes('*')
  const anybody =
    type === 'resource' && statement.Principal === '*' && Object.keys(statement.Condition ?? {}).length === 0
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
  const shared =
    Principal.Service !== undefined &&
    /^(pods\.eks|vpc-flow-logs|firehose|backup|delivery)/.test(Principal.Service)
  if (shared && !keys.some((key) => /^aws:Source(Account|Arn)$/.test(key))) {
    return [`trusts ${Principal.Service} for any account`]
  }
  return []
}

describe('every policy', () => {
  test('is narrow: no action *, no resource * without a reason, no trust without bounds', () => {
    expect(policies.length).toBeGreaterThan(0)
    expect(policies.flatMap(complaints)).toEqual([])
  })

  test('each reason for a wildcard is needed', () => {
    const sids = new Set(policies.flatMap(({ document }) => document.Statement.map(({ Sid }) => Sid)))
    expect(Object.keys(wildcardReasons).filter((sid) => !sids.has(sid))).toEqual([])
  })

  test('fits: 2,048 characters of trust, 10,240 of a role’s own policies, 20,480 of a resource’s', () => {
    const limits = { trust: 2048, identity: 10_240, resource: 20_480 }
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
