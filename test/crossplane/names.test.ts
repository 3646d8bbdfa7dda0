import { describe, expect, test } from 'vitest'
import { hubApis } from '../../crossplane/apis/hub-apis.ts'
import { regionApis } from '../../crossplane/apis/region-apis.ts'
import type { Api } from '../../crossplane/compose/api.ts'
import type { Composed } from '../../crossplane/compose/composition.ts'
import { externalName, field, type Patch } from '../../crossplane/compose/patch.ts'

/** Longest value of what names take from the environment, not from the claim. */
const longest: Readonly<Record<string, string>> = {
  accountId: '111122223333',
  'keys.accountId': '111122223333',
  region: 'us-east-1',
  clusterName: 'x'.repeat(28),
}

/** Characters that AWS allows in the name of a kind, and the field that holds it. */
const limits: Readonly<Record<string, readonly [field: string, characters: number]>> = {
  // @see https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupVault.html
  'backup Vault': [externalName, 50],
  // @see https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Budget.html
  'budgets Budget': [externalName, 100],
  // @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html
  'cloudtrail Trail': [externalName, 128],
  // @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
  'cloudwatch MetricAlarm': [externalName, 255],
  'cloudwatchevents Rule': [externalName, 64],
  // @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
  'cloudwatchlogs Group': [externalName, 512],
  'ec2 LaunchTemplate': [field('name'), 128],
  'ec2 SecurityGroup': [field('name'), 255],
  // @see https://docs.aws.amazon.com/efs/latest/ug/API_CreateFileSystem.html
  'efs FileSystem': [field('creationToken'), 64],
  'eks Cluster': [externalName, 100],
  'eks NodeGroup': [externalName, 63],
  // @see https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
  'elasticache ReplicationGroup': [externalName, 40],
  'elasticache ParameterGroup': [field('name'), 255],
  'elasticache SubnetGroup': [externalName, 255],
  // @see https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateUser.html
  'elasticache User': [externalName, 40],
  'elasticache UserGroup': [externalName, 40],
  // @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
  'elbv2 LB': [field('name'), 32],
  'elbv2 LBTargetGroup': [field('name'), 32],
  // @see https://docs.aws.amazon.com/firehose/latest/APIReference/API_CreateDeliveryStream.html
  'firehose DeliveryStream': [field('name'), 64],
  // @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  'iam Role': [externalName, 64],
  'iam RolePolicy': [externalName, 128],
  // @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html
  'kms Alias': [externalName, 250],
  // @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
  'rds Instance': [field('identifier'), 63],
  'rds ParameterGroup': [externalName, 255],
  'rds SubnetGroup': [externalName, 255],
  // @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
  's3 Bucket': [externalName, 63],
  // @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html
  'secretsmanager Secret': [field('name'), 512],
  // @see https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html
  'sns Topic': [externalName, 256],
  'sqs Queue': [field('name'), 80],
  // @see https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html
  'wafv2 WebACL': [field('name'), 128],
}
/** Second names of a kind, and what else AWS bounds as it does names. */
const more: readonly (readonly [kind: string, field: string, characters: number])[] = [
  // @see https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateUser.html
  ['elasticache User', field('userName'), 120],
  // @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/quota-limits.html
  ['elasticache ReplicationGroup', field('finalSnapshotIdentifier'), 255],
  // @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html
  ['rds Instance', field('finalSnapshotIdentifier'), 255],
]
const all = [
  ...Object.entries(limits).map(([kind, [at, characters]]) => [kind, at, characters] as const),
  ...more,
]
/** Names that DNS bounds, not AWS: label by label, see the rule on hosts. */
const dnsNames = ['route53 Record', 'route53 Zone']

const resources = [...hubApis, ...regionApis].flatMap(({ api, plans }) =>
  plans.flatMap((plan) => plan.resources.map((one) => ({ ...one, api, of: kindOf(one) }))),
)

function kindOf({ base: { apiVersion, kind } }: Composed): string {
  return `${apiVersion.split('.')[0]} ${kind}`
}

/** The longest name that a claim can come to. */
function nameOf({ api, base, patches }: Composed & { readonly api: Api }, at: string): string | undefined {
  const patch = patches.find(({ toFieldPath }) => toFieldPath === at)
  if (patch) return filled(api, patch)
  return (base.metadata as { annotations?: Record<string, string> } | undefined)?.annotations?.[
    'crossplane.io/external-name'
  ]
}

function filled(api: Api, { combine, fromFieldPath = '', transforms = [] }: Patch): string {
  if (!combine) return transformed(ofClaim(api, fromFieldPath.replace('spec.', '')), transforms)
  const values = combine.variables.map(({ fromFieldPath: path }) =>
    path.startsWith('claim.') ? ofClaim(api, path.slice('claim.'.length)) : (longest[path] ?? `<${path}>`),
  )
  return combine.string.fmt.replaceAll('%s', () => values.shift() ?? '')
}

function ofClaim(api: Api, name: string): string {
  const { maxLength, enum: values } = (api.spec.properties[name] ?? {}) as {
    maxLength?: number
    enum?: string[]
  }
  if (values) return values.reduce((a, b) => (b.length > a.length ? b : a))
  return maxLength === undefined ? `<${api.kind} ${name}>` : 'x'.repeat(maxLength)
}

/** A digest of fixed length with a prefix is all that names are made of beside texts. */
function transformed(value: string, transforms: readonly object[]): string {
  return (transforms as { string?: { fmt?: string; convert?: string; regexp?: { match: string } } }[]).reduce(
    (text, { string }) => {
      if (string?.convert === 'ToSha1') return 'f'.repeat(40)
      if (string?.regexp) return new RegExp(string.regexp.match).exec(text)?.[1] ?? '<no match>'
      return string?.fmt ? string.fmt.replace('%s', text) : text
    },
    value,
  )
}

describe.each(all)('the longest name of %s at %s', (kind, at, characters) => {
  test(`has at most ${characters} characters`, () => {
    // Omits resources that only observe another's resource or keep its name.
    const optional = more.some(([one, field]) => one === kind && field === at)
    const named = resources.filter((one) => one.of === kind && (!optional || nameOf(one, at) !== undefined))
    expect(named.length).toBeGreaterThan(0)
    for (const one of named) {
      const name = nameOf(one, at)
      expect([one.name, name]).toEqual([one.name, expect.not.stringContaining('<')])
      expect([one.name, name, (name ?? '').length <= characters]).toEqual([one.name, name, true])
    }
  })
})

/** Has no name of its own: the provider finds it by those of what it belongs to. */
const foundByOthers = ['efs ReplicationConfiguration', 'eks Addon']

/** Another resource names these; for one name AWS' documents state no limit. */
const namesOfOthers = [`eks NodeGroup ${field('launchTemplate.name')}`]

test('no kind has a name whose limit is not held against it', () => {
  const ofNames = /(^spec\.forProvider\.(.+\.)?(name|identifier|userName|comment)|Identifier)$/
  const named = resources.flatMap(({ of, patches }) =>
    patches.flatMap(({ type, toFieldPath: at }) =>
      type !== 'ToCompositeFieldPath' &&
      of !== 'kubernetes Object' &&
      (at === externalName || (ofNames.test(at) && !/Ref(\[[0-9]\])?\.name$/.test(at)))
        ? [{ of, at }]
        : [],
    ),
  )
  const kept = ({ of, at }: { of: string; at: string }) =>
    all.some(([kind, path]) => kind === of && (path === at || at === externalName)) ||
    dnsNames.includes(of) ||
    foundByOthers.includes(of) ||
    namesOfOthers.includes(`${of} ${at}`)
  const unknown = named.filter((one) => !kept(one)).map(({ of, at }) => `${of} ${at}`)
  expect([...new Set(unknown)]).toEqual([])
})

const hubs = resources.filter(({ api }) => hubApis.some((one) => one.api === api))

test('what IAM and the account see is ours by its name', () => {
  const account = ['iam Role', 'cloudwatchevents Rule', 'sqs Queue', 'ec2 LaunchTemplate']
  const names = hubs
    .filter(({ of }) => account.includes(of))
    .map((one) => nameOf(one, limits[one.of]?.[0] ?? ''))
  // A cell's name is unique in the account, as a region's is.
  const ours = ['paddock-us-east-1-', `paddock-${'x'.repeat(30)}-`]
  expect(names.filter((name) => !ours.some((start) => name?.startsWith(start)))).toEqual([])
})

test('no two APIs make one role: IAM has no regions', () => {
  const roles = resources.filter(({ of }) => of === 'iam Role')
  const byApi = new Set(roles.map((one) => `${one.api.kind} ${nameOf(one, externalName)}`))
  expect(new Set([...byApi].map((one) => one.split(' ')[1])).size).toBe(byApi.size)
})
