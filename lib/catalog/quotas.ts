/** A limit that a provider sets. */
export interface Quota {
  readonly value: number
  /** Scope over which AWS counts it. */
  readonly per: 'cell' | 'cluster' | 'region' | 'account' | 'week'
  readonly adjustable: 'yes' | 'no' | 'unknown'
  /** When the source was current; `unknown` with an unverified figure. */
  readonly date: string
  readonly source: string
}

const toolkit = 'aws/agent-toolkit-for-aws, service quotas'
const generalKnowledge = 'general knowledge; look it up in Service Quotas'

function quota(
  value: number,
  per: Quota['per'],
  adjustable: Quota['adjustable'],
  date: string,
  source: string,
): Quota {
  return { value, per, adjustable, date, source }
}

function unverified(value: number, per: Quota['per']): Quota {
  return quota(value, per, 'unknown', 'unknown', generalKnowledge)
}

/** Default quotas of AWS, and of the certificate authority, that bound how many tenants there can be. */
export const quotas = {
  'elasticache.users-per-group': quota(100, 'cell', 'yes', '2026-08', toolkit),
  'elasticache.users': quota(2000, 'region', 'yes', '2026-08', toolkit),
  'elasticache.groups': quota(200, 'region', 'yes', '2026-08', toolkit),
  'elasticache.nodes': quota(300, 'region', 'yes', '2026-08', toolkit),
  'rds.instances': quota(
    40,
    'region',
    'yes',
    '2026',
    'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html',
  ),
  'efs.access-points': quota(
    10_000,
    'cell',
    'yes',
    '2026',
    'https://docs.aws.amazon.com/efs/latest/ug/create-access-point.html',
  ),
  'efs.file-systems': quota(
    1000,
    'region',
    'yes',
    '2026',
    'https://docs.aws.amazon.com/efs/latest/ug/limits.html',
  ),
  // A later figure of 5,000 is reported, but no source was readable, so this is the lower figure.
  'eks.pod-identities': quota(
    1000,
    'cluster',
    'no',
    '2024-12',
    'https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html',
  ),
  'eks.clusters': quota(
    100,
    'region',
    'yes',
    '2026',
    'https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html',
  ),
  'eks.nodes-per-group': quota(
    450,
    'cluster',
    'yes',
    '2026',
    'https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html',
  ),
  'iam.roles': quota(
    1000,
    'account',
    'yes',
    '2026',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html',
  ),
  'secrets.secrets': unverified(500_000, 'region'),
  'letsencrypt.certificates': quota(
    50,
    'week',
    'yes',
    '2025-06-12',
    'https://letsencrypt.org/docs/rate-limits/ (for each registered domain)',
  ),
} as const satisfies Record<string, Quota>

/** A quota in the list. */
export type QuotaName = keyof typeof quotas

/** The list's entry, in its general type. */
export function quotaOf(name: QuotaName): Quota {
  return quotas[name]
}
