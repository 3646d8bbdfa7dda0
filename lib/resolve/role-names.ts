/**
 * Names of IAM roles that policies name. A policy identifies a role by its name, so it can exist before the role, and
 * can name a role of the other region. The compositions that create these roles use the same names.
 */

/** External Secrets reads and fills one tenant's secret under it. */
export function tenantReaderRole(region: string, tenant: string): string {
  return `paddock-${region}-tenant-${tenant}-secrets`
}

/** A Crossplane provider of an AWS service works under it. */
export function providerRole(region: string, service: string): string {
  return `paddock-${region}-provider-aws-${service}`
}

/** ARN of a role. */
export function roleArn(accountId: string, name: string): string {
  return `arn:aws:iam::${accountId}:role/${name}`
}
