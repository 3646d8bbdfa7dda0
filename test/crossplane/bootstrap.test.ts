import { describe, expect, test } from 'vitest'
import { hubApis } from '../../crossplane/apis/hub-apis.ts'
import { regionApis } from '../../crossplane/apis/region-apis.ts'
import { hubRoles } from '../../crossplane/bootstrap/hub-roles.ts'
import type { Document } from '../../crossplane/compose/iam.ts'
import { awsServices, managedKinds } from '../../crossplane/compose/managed-kinds.ts'
import { boundaryArn, boundaryPolicy } from '../../crossplane/iam/boundary.ts'
import { providerPolicy } from '../../crossplane/iam/provider-policy.ts'
import { readDist } from '../support/dist.ts'
import { decide } from '../support/iam.ts'
import { composedPolicies } from './policies.ts'

const account = '111122223333'
const roles = hubRoles({ accountId: account, region: 'us-east-1', cluster: 'paddock-hub' })
const boundary = boundaryPolicy(account)
const role = (name: string) => `arn:aws:iam::${account}:role/${name}`
const bounded = { 'iam:PermissionsBoundary': boundaryArn(account) }

test('every provider that the hub installs has a role, bound to its own service account', () => {
  const installed = readDist('hub/platform/crossplane/')
    .flatMap(({ objects }) => objects)
    .filter(({ kind }) => kind === 'DeploymentRuntimeConfig')
    .flatMap((one) => {
      // Functions have no account of their own: they call nobody.
      const { serviceAccountTemplate } = one['spec'] as {
        serviceAccountTemplate?: { metadata: { name: string } }
      }
      return serviceAccountTemplate ? [serviceAccountTemplate.metadata.name] : []
    })
  // The family's package holds configurations and calls nobody.
  const callers = installed.filter((name) => !name.includes('provider-family'))
  expect(roles.map(({ serviceAccount }) => serviceAccount).sort()).toEqual([...callers].sort())
})

test('names and documents fit: 64 characters, 2,048 of trust, 10,240 of a role’s policy, 6,144 of the boundary', () => {
  for (const one of roles) {
    expect(one.role.length).toBeLessThanOrEqual(64)
    expect(JSON.stringify(one.trust).length).toBeLessThanOrEqual(2048)
    expect([one.role, JSON.stringify(one.policy ?? {}).length <= 10_240]).toEqual([one.role, true])
  }
  expect(JSON.stringify(boundary).length).toBeLessThanOrEqual(6144)
})

describe('a provider that makes roles cannot make itself more than it is', () => {
  const iam = roles.find(({ serviceAccount }) => serviceAccount === 'provider-aws-iam')?.policy as Document
  test.each([
    ['iam:CreateRole', role('paddock-x'), bounded, 'allowed'],
    ['iam:CreateRole', role('paddock-x'), {}, 'denied'],
    [
      'iam:CreateRole',
      role('paddock-x'),
      { 'iam:PermissionsBoundary': 'arn:aws:iam::aws:policy/AdministratorAccess' },
      'denied',
    ],
    ['iam:CreateRole', role('payroll'), bounded, 'not allowed'],
    ['iam:PutRolePolicy', role('paddock-x'), bounded, 'allowed'],
    ['iam:PutRolePolicy', role('paddock-x'), {}, 'denied'],
    ['iam:PutRolePolicy', role('paddock-hub-provider-aws-iam'), bounded, 'denied'],
    ['iam:UpdateAssumeRolePolicy', role('paddock-hub-provider-aws-rds'), {}, 'denied'],
    ['iam:DeleteRolePermissionsBoundary', role('paddock-x'), bounded, 'denied'],
    ['iam:CreatePolicyVersion', boundaryArn(account), {}, 'denied'],
  ] as const)('%s on %s: %j is %s', (action, resource, context, decision) => {
    expect(decide([iam], { action, resource, context })).toBe(decision)
  })

  test('nor does the boundary let a role that it bounds', () => {
    const everything: Document = {
      Version: '2012-10-17',
      Statement: [{ Sid: 'All', Effect: 'Allow', Action: '*', Resource: '*' }],
    }
    const call = (action: string, resource: string, context = {}) =>
      // A boundary is asked beside the policies: both must allow.
      [decide([everything], { action, resource, context }), decide([boundary], { action, resource, context })]
    expect(call('iam:CreateRole', role('paddock-x'))).toEqual(['allowed', 'denied'])
    expect(call('iam:CreateUser', `arn:aws:iam::${account}:user/x`)).toEqual(['allowed', 'not allowed'])
    expect(call('organizations:LeaveOrganization', '*')).toEqual(['allowed', 'not allowed'])
    expect(call('rds:CreateDBInstance', 'arn:aws:rds:us-east-1:1:db:paddock-x')).toEqual([
      'allowed',
      'allowed',
    ])
  })
})

test('the boundary holds every service that a composed role’s policy names', () => {
  const fromCompositions = composedPolicies()
    .filter(({ type }) => type === 'identity')
    .map(({ document }) => document)
  const kinds = managedKinds(regionApis)
  const ofProviders = awsServices(kinds).map((service) => {
    const own = kinds.filter(({ group }) => group === `${service}.aws.upbound.io`)
    return providerPolicy(
      service,
      own.map(({ kind }) => kind),
      account,
    )
  })
  const actions = [...fromCompositions, ...ofProviders]
    .flatMap(({ Statement }) => Statement)
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action }) => (typeof Action === 'string' ? [Action] : Action))
  const outside = [...new Set(actions)].filter((action) => {
    const resource = action.startsWith('iam:') ? role('paddock-x') : '*'
    return decide([boundary], { action, resource, context: bounded }) === 'not allowed'
  })
  expect(
    outside.filter((action) => !/^iam:.*(OpenIDConnectProvider|InstanceProfile|Policy)/.test(action)),
  ).toEqual([])
})

test('every role of dist’s compositions has the boundary', () => {
  const templates = ['hub', 'us-east-1'].flatMap((cluster) =>
    readDist(`${cluster}/platform/crossplane/`)
      .flatMap(({ objects }) => objects)
      .filter(({ kind }) => kind === 'Composition')
      .flatMap((one) => (one['spec'] as { pipeline: { input?: { resources?: Template[] } }[] }).pipeline)
      .flatMap(({ input }) => input?.resources ?? []),
  )
  const made = templates.filter(({ base }) => base.kind === 'Role')
  expect(made.length).toBeGreaterThan(0)
  const unbounded = made.filter(
    ({ patches }) =>
      !patches.some(({ toFieldPath }) => toFieldPath === 'spec.forProvider.permissionsBoundary'),
  )
  expect(unbounded.map(({ name }) => name)).toEqual([])
})

interface Template {
  readonly name: string
  readonly base: { readonly kind: string }
  readonly patches: readonly { readonly toFieldPath: string }[]
}

test('hub and regions permit nothing that no composition needs', () => {
  const services = awsServices(managedKinds(hubApis))
  expect(roles.filter(({ policy }) => policy).map(({ serviceAccount }) => serviceAccount)).toEqual(
    services.map((service) => `provider-aws-${service}`),
  )
})
