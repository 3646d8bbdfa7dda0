import { describe, expect, test } from 'vitest'
import { hubApis } from '../../crossplane/apis/hub-apis.ts'
import { regionApis } from '../../crossplane/apis/region-apis.ts'
import { keepData, keepDataNamedByAws } from '../../crossplane/compose/fields.ts'
import { managedKinds } from '../../crossplane/compose/managed-kinds.ts'
import { externalName } from '../../crossplane/compose/patch.ts'
import { providerGrants, providerPolicy } from '../../crossplane/iam/provider-policy.ts'
import { readDist } from '../support/dist.ts'
import { decide } from '../support/iam.ts'

const clusters = [
  { cluster: 'us-east-1', apis: regionApis },
  { cluster: 'us-west-2', apis: regionApis },
  ...(hubApis.length > 0 ? [{ cluster: 'hub', apis: hubApis }] : []),
]
const service = (group: string) => /^([a-z0-9-]+)\.aws\.upbound\.io$/.exec(group)?.[1]

describe.each(clusters)('$cluster', ({ cluster, apis }) => {
  const objects = readDist(`${cluster}/platform/crossplane/`).flatMap((file) => file.objects)
  const composed = managedKinds(apis)

  test('activates exactly the kinds that are composed', () => {
    const active = objects
      .filter(({ kind }) => kind === 'ManagedResourceActivationPolicy')
      .flatMap((policy) => (policy['spec'] as { activate: string[] }).activate)
    expect([...active].sort()).toEqual(composed.map(({ definition }) => definition).sort())
  })

  test('activates nothing by a pattern, and Crossplane’s own default, which would, is not asked for', () => {
    const all = readDist(`${cluster}/platform/`).flatMap((file) => file.objects)
    const policies = all.filter(({ kind }) => kind === 'ManagedResourceActivationPolicy')
    expect(policies.map(({ metadata }) => metadata.name)).toEqual(['paddock'])
    expect(JSON.stringify(policies)).not.toContain('*')
    expect(all.filter((one) => JSON.stringify(one['spec'] ?? {}).includes('"--activation'))).toEqual([])
  })

  test('installs a provider for each service in use, each under an account of its own', () => {
    const services = [...new Set(composed.flatMap(({ group }) => service(group) ?? []))].sort()
    const providers = objects.filter(({ kind }) => kind === 'Provider').map(({ metadata }) => metadata.name)
    expect(providers.filter((name) => name.startsWith('provider-aws-')).sort()).toEqual(
      services.map((name) => `provider-aws-${name}`),
    )
    const accounts = objects
      .filter(({ kind }) => kind === 'DeploymentRuntimeConfig')
      .map(
        (config) =>
          (config['spec'] as { serviceAccountTemplate?: { metadata: { name: string } } })
            .serviceAccountTemplate?.metadata.name,
      )
      // Functions call nothing: they share a config and name no account.
      .filter((account) => account !== undefined)
    expect([...accounts].sort()).toEqual([...providers].sort())
  })

  // @see https://github.com/crossplane-contrib/provider-upjet-aws/pull/2117
  test('its AWS providers are all of one release, after the one that unties endpoints without end', () => {
    const packages = objects
      .filter(({ kind }) => kind === 'Provider')
      .map((provider) => (provider['spec'] as { package: string }).package)
      .filter((name) => name.includes('-aws'))
    const releases = new Set(packages.map((name) => name.split(':')[1]))
    expect(releases.size).toBe(1)
    const [major = 0, minor = 0] = [...releases][0]?.slice(1).split('.').map(Number) ?? []
    expect(major * 100 + minor).toBeGreaterThanOrEqual(207)
  })

  test('permits its providers each composed kind', () => {
    const missing = composed.filter(({ group, kind }) => {
      const name = service(group)
      return name !== undefined && providerGrants[name]?.[kind] === undefined
    })
    expect(missing.map(({ group, kind }) => `${group} ${kind}`)).toEqual([])
  })
})

test('no grant is left over from a kind that nothing is made of', () => {
  const composed = new Set(
    managedKinds([...regionApis, ...hubApis]).map(({ group, kind }) => `${service(group)} ${kind}`),
  )
  const granted = Object.entries(providerGrants).flatMap(([name, kinds]) =>
    Object.keys(kinds).map((kind) => `${name} ${kind}`),
  )
  expect(granted.filter((kind) => !composed.has(kind))).toEqual([])
})

test('what keeps its data cannot be deleted, even by its provider', () => {
  const composed = [...regionApis, ...hubApis].flatMap(({ plans }) =>
    plans.flatMap(({ resources }) =>
      resources.flatMap(({ base }) => {
        const { managementPolicies } = base.spec as { managementPolicies?: unknown }
        const name = service(base.apiVersion.split('/')[0] ?? '')
        const keeps = managementPolicies === keepData || managementPolicies === keepDataNamedByAws
        return name ? [{ kind: `${name} ${base.kind}`, keeps }] : []
      }),
    ),
  )
  const alsoDeleted = composed.filter(({ keeps }) => !keeps).map(({ kind }) => kind)
  const kept = composed.filter(({ keeps }) => keeps).map(({ kind }) => kind)
  // Of these some go with their objects: users of tenants, groups of subnets of a network; or are looked at alone.
  const both = [...new Set(kept)].filter((kind) => alsoDeleted.includes(kind)).sort()
  expect(both).toEqual(['elasticache User', 'rds Instance', 'rds SubnetGroup'])
  const mayGo = ['elasticache User', 'rds SubnetGroup']
  const deletes = [...new Set(kept)]
    .filter((kind) => !mayGo.includes(kind))
    .flatMap((one) => {
      const [name = '', kind = ''] = one.split(' ')
      const { actions = [], unbound = [] } = providerGrants[name]?.[kind] ?? {}
      return [...actions, ...unbound].filter((action) =>
        /:(Delete|Terminate|ScheduleKeyDeletion)/.test(action),
      )
    })
  expect(deletes).toEqual([])
})

test('what AWS names is written down: no start of a provider makes a second key or file system', () => {
  const managed = [...regionApis, ...hubApis].flatMap(({ api, plans }) =>
    plans.flatMap(({ variant, resources }) =>
      resources
        .filter(({ base }) => service(base.apiVersion.split('/')[0] ?? ''))
        .map((resource) => ({
          where: [api.kind, variant, resource.name].filter(Boolean).join(' '),
          ...resource,
        })),
    ),
  )
  expect(managed.length).toBeGreaterThan(300)
  const nameless = managed.filter(({ base, patches }) => {
    const { managementPolicies = ['*'] } = base.spec as { managementPolicies?: readonly string[] }
    const given =
      base.metadata?.annotations?.['crossplane.io/external-name'] !== undefined ||
      patches.some(({ toFieldPath }) => toFieldPath === externalName)
    const writtenDown = managementPolicies.some((one) => one === '*' || one === 'LateInitialize')
    return !given && !writtenDown
  })
  expect(nameless.map(({ where }) => where)).toEqual([])
})

test('who makes node groups may start instances by a template alone, who makes associations may not', () => {
  const run = (kinds: readonly string[], context: Record<string, string>) =>
    decide([providerPolicy('eks', kinds, '1')], {
      action: 'ec2:RunInstances',
      resource: 'arn:aws:ec2:us-east-1:1:instance/*',
      context,
    })
  const template = { 'ec2:LaunchTemplate': 'arn:aws:ec2:us-east-1:1:launch-template/lt-1' }
  expect(run(['NodeGroup'], template)).toBe('allowed')
  expect(run(['NodeGroup'], {})).toBe('not allowed')
  expect(run(['PodIdentityAssociation'], template)).toBe('not allowed')
})

test('who makes a key for both regions may have KMS make its role', () => {
  const call = (name: string) =>
    decide([providerPolicy('kms', ['Key'], '1')], {
      action: 'iam:CreateServiceLinkedRole',
      resource: `arn:aws:iam::1:role/aws-service-role/${name}/x`,
      context: { 'iam:AWSServiceName': name },
    })
  expect(call('mrk.kms.amazonaws.com')).toBe('allowed')
  expect(call('rds.amazonaws.com')).toBe('not allowed')
})

test('a provider reaches what is Paddock’s and nothing else', () => {
  const policy = providerPolicy('rds', ['Instance'], '1')
  const call = (action: string, resource: string, context = {}) =>
    decide([policy], { action, resource, context })
  expect(call('rds:ModifyDBInstance', 'arn:aws:rds:us-east-1:1:db:paddock-cell-a')).toBe('allowed')
  expect(call('rds:ModifyDBInstance', 'arn:aws:rds:us-east-1:1:db:payroll')).toBe('not allowed')
  expect(call('rds:DeleteDBInstance', 'arn:aws:rds:us-east-1:1:db:paddock-cell-a')).toBe('not allowed')
  // By the id of RDS it asks about all of them.
  expect(call('rds:DescribeDBInstances', 'arn:aws:rds:us-east-1:1:db:*')).toBe('allowed')
  const role = 'arn:aws:iam::1:role/paddock-monitoring'
  expect(call('iam:PassRole', role, { 'iam:PassedToService': 'monitoring.rds.amazonaws.com' })).toBe(
    'allowed',
  )
  expect(call('iam:PassRole', role, { 'iam:PassedToService': 'ec2.amazonaws.com' })).toBe('not allowed')
})
