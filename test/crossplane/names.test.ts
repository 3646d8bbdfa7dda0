import { expect, test } from 'vitest'
import { hubApis } from '../../crossplane/apis/hub-apis.ts'
import type { Composed } from '../../crossplane/compose/composition.ts'
import type { Patch } from '../../crossplane/compose/patch.ts'

/** Longest value of what names are made of. */
const longest: Readonly<Record<string, string>> = {
  'claim.region': 'us-east-1',
  'claim.peerRegion': 'us-west-2',
  'claim.cell': 'x'.repeat(30),
  'claim.name': 'x'.repeat(80),
  'claim.clusterName': 'x'.repeat(28),
  'claim.group': 'x'.repeat(40),
  'keys.accountId': '111122223333',
}

/** Characters that AWS allows in the name of a kind, and the field that holds it. */
const limits: Readonly<Record<string, readonly [field: string, characters: number]>> = {
  // @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
  Group: ['metadata.annotations[crossplane.io/external-name]', 512],
  // @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  Role: ['metadata.annotations[crossplane.io/external-name]', 64],
  RolePolicy: ['metadata.annotations[crossplane.io/external-name]', 128],
  Rule: ['metadata.annotations[crossplane.io/external-name]', 64],
  Queue: ['spec.forProvider.name', 80],
  SecurityGroup: ['spec.forProvider.name', 255],
  LaunchTemplate: ['spec.forProvider.name', 128],
  NodeGroup: ['metadata.annotations[crossplane.io/external-name]', 63],
  Cluster: ['metadata.annotations[crossplane.io/external-name]', 100],
  // @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
  Bucket: ['metadata.annotations[crossplane.io/external-name]', 63],
  // @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
  LB: ['spec.forProvider.name', 32],
  LBTargetGroup: ['spec.forProvider.name', 32],
  // @see https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html
  WebACL: ['spec.forProvider.name', 128],
  // @see https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CachePolicyConfig.html
  CachePolicy: ['spec.forProvider.name', 128],
  ResponseHeadersPolicy: ['spec.forProvider.name', 128],
  // @see https://docs.aws.amazon.com/firehose/latest/APIReference/API_CreateDeliveryStream.html
  DeliveryStream: ['spec.forProvider.name', 64],
  // @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
  MetricAlarm: ['metadata.annotations[crossplane.io/external-name]', 255],
  // @see https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupVault.html
  Vault: ['metadata.annotations[crossplane.io/external-name]', 50],
  // @see https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html
  Topic: ['metadata.annotations[crossplane.io/external-name]', 256],
  // @see https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Budget.html
  Budget: ['metadata.annotations[crossplane.io/external-name]', 100],
  // @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html
  Alias: ['metadata.annotations[crossplane.io/external-name]', 250],
  SubnetGroup: ['metadata.annotations[crossplane.io/external-name]', 255],
}
const resources = hubApis.flatMap(({ plans }) => plans.flatMap((plan) => plan.resources))

function nameOf({ base, patches }: Composed, field: string): string | undefined {
  const patch = patches.find(({ toFieldPath }) => toFieldPath === field)
  if (patch) return filled(patch)
  return (base.metadata as { annotations?: Record<string, string> } | undefined)?.annotations?.[
    'crossplane.io/external-name'
  ]
}

function filled({ combine, fromFieldPath }: Patch): string {
  if (!combine) return longest[fromFieldPath?.replace('spec.', 'claim.') ?? ''] ?? '?'
  const values = combine.variables.map(({ fromFieldPath: path }) => longest[path] ?? `<${path}>`)
  return combine.string.fmt.replaceAll('%s', () => values.shift() ?? '')
}

test.each(Object.entries(limits))('the longest name of a %s fits', (kind, [field, characters]) => {
  const named = resources.filter(({ base }) => base.kind === kind)
  expect(named.length).toBeGreaterThan(0)
  for (const one of named) {
    const name = nameOf(one, field)
    expect([one.name, name]).toEqual([one.name, expect.not.stringContaining('<')])
    expect([one.name, (name ?? '').length <= characters]).toEqual([one.name, true])
  }
})

test('what IAM and the account see is ours by its name', () => {
  const named = resources.filter(({ base }) =>
    ['Role', 'Rule', 'Queue', 'LaunchTemplate'].includes(base.kind),
  )
  const names = named.map((one) => nameOf(one, limits[one.base.kind]?.[0] ?? ''))
  // A cell's name is unique in the account, as a region's is.
  const ours = [`paddock-${longest['claim.region']}-`, `paddock-${longest['claim.cell']}-`]
  expect(names.filter((name) => !ours.some((start) => name?.startsWith(start)))).toEqual([])
  // IAM has no regions: a name in two APIs would be one role for two purposes.
  const roles = hubApis.flatMap(({ plans }) => [
    ...new Set(
      plans.flatMap((plan) =>
        plan.resources
          .filter(({ base }) => base.kind === 'Role')
          .map((one) => nameOf(one, limits['Role']?.[0] ?? '')),
      ),
    ),
  ])
  expect(new Set(roles).size).toBe(roles.length)
})
