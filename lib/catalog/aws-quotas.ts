/** A limit of AWS that tenants count against. */
export interface AwsQuota {
  readonly limit: number
  /** Whether AWS raises it on request. */
  readonly adjustable: boolean
}

/** Quotas as documented; what an account really has is asked of Service Quotas. Read 2026-11. */
export const awsQuotas = {
  /** A cluster's. @see https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html */
  podIdentityAssociations: { limit: 1000, adjustable: false },
  /** An account's. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
  iamRoles: { limit: 1000, adjustable: true },
  /** A file system's. @see https://docs.aws.amazon.com/efs/latest/ug/create-access-point.html */
  efsAccessPoints: { limit: 10_000, adjustable: true },
} as const satisfies Record<string, AwsQuota>
