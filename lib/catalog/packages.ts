/**
 * Release of every AWS provider. The types in `crossplane/provider-aws` are of v2.6.0: v2.7.0 removes no field of the
 * kinds in use, and Paddock sets none of the fields that it adds.
 *
 * Not v2.6.0 itself: it names an endpoint's subnets and route tables in two ways by turns, so it detaches and attaches
 * them again without end. Each time, nodes would lose the connection to every AWS service.
 *
 * @see https://github.com/crossplane-contrib/provider-upjet-aws/releases/tag/v2.7.0
 * @see https://github.com/crossplane-contrib/provider-upjet-aws/pull/2117
 */
const awsRelease = 'v2.7.0'

/** Services of AWS whose provider may be installed; each is a package of its own. */
const awsServices = [
  'acm',
  'autoscaling',
  'backup',
  'budgets',
  'cloudtrail',
  'cloudwatch',
  'cloudwatchevents',
  'cloudwatchlogs',
  'ec2',
  'efs',
  'eks',
  'elasticache',
  'elbv2',
  'firehose',
  'guardduty',
  'iam',
  'kms',
  'rds',
  'route53',
  's3',
  'secretsmanager',
  'servicequotas',
  'sns',
  'sqs',
  'wafv2',
] as const

/**
 * Packages that Crossplane installs, by name, each in one exact version; functions as read on 2026-11 from their
 * repositories' releases. They have no digests: a package that is named by its digest does not count as the dependency
 * that another asks for by version, and both stay unhealthy.
 *
 * @see https://github.com/crossplane/crossplane/issues/7458
 */
export const packageVersions: Readonly<Record<string, string>> = {
  'function-environment-configs': 'v0.7.3',
  'function-patch-and-transform': 'v0.10.9',
  'function-auto-ready': 'v0.7.0',
  'provider-kubernetes': 'v1.2.1',
  'provider-family-aws': awsRelease,
  ...Object.fromEntries(awsServices.map((service) => [`provider-aws-${service}`, awsRelease])),
}

/**
 * The reference of a package as its object names it.
 *
 * @throws when the package is not in the catalogue
 */
export function packageReference(name: string): string {
  const version = Object.hasOwn(packageVersions, name) ? packageVersions[name] : undefined
  if (version === undefined) throw new Error(`package ${name} is not in lib/catalog/packages.ts`)
  return `xpkg.crossplane.io/crossplane-contrib/${name}:${version}`
}
