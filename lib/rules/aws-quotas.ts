import { type Quota, quotaOf } from '../catalog/quotas.ts'
import type { Facts } from '../findings/catalogue.ts'
import { error, type Finding, type FindingLocation, notice } from '../findings/finding.ts'
import { declaredTenants } from '../resolve/placement.ts'
import { identitiesPerTenant } from '../resolve/pod-identities.ts'
import type { CompleteClusterSpec, CompleteTenantClusterSpec } from '../spec/index.ts'
import { type Fleet, type FromFile, tenantClusters } from './fleet.ts'

/** Associations of a cluster and roles of an account that the platform's own controllers and providers use. */
export const platformShare = { podIdentityAssociations: 50, iamRolesPerCluster: 100 } as const

/**
 * The declared capacity of cells fits AWS's quotas: each tenant uses two Pod Identity associations of its cluster, one
 * role of the account and one access point of its cell's EFS. A quota that AWS raises on request is a notice.
 */
export function checkAwsQuotas(fleet: Fleet): Finding[] {
  const clusters = tenantClusters(fleet).filter(({ spec }) => spec.kind === 'regional')
  const specs = fleet.clusters.map(({ spec }) => spec)
  const roles = clusters.reduce(
    (sum, { spec }) => sum + declaredTenants(spec, specs) + platformShare.iamRolesPerCluster,
    0,
  )
  const [first] = clusters
  return [
    ...clusters.flatMap((cluster) => checkCluster(cluster, specs)),
    ...(first
      ? beyond(quotaOf('iam.roles'), roles, 'IAM roles', 'the account', { file: first.file, field: 'cells' })
      : []),
  ]
}

function checkCluster(
  { file, spec }: FromFile<CompleteTenantClusterSpec>,
  specs: readonly CompleteClusterSpec[],
): Finding[] {
  // A standby has its roles and associations too.
  const identities =
    identitiesPerTenant * declaredTenants(spec, specs) + platformShare.podIdentityAssociations
  return [
    ...beyond(quotaOf('eks.pod-identities'), identities, 'Pod Identity associations', spec.name, {
      file,
      field: 'cells',
    }),
    ...Object.entries(spec.cells).flatMap(([cell, { capacity }]) =>
      beyond(quotaOf('efs.access-points'), capacity.tenants, 'access points', cell, {
        file,
        field: `cells.${cell}.capacity.tenants`,
      }),
    ),
  ]
}

function beyond(
  { value, adjustable }: Quota,
  count: number,
  resource: Facts['aws-quota']['resource'],
  of: string,
  at: FindingLocation,
): Finding[] {
  if (count <= value) return []
  const facts = { resource, of, count, allowed: value }
  return adjustable === 'yes'
    ? [notice('aws-quota', at, { ...facts, adjustable: true })]
    : [error('aws-quota', at, { ...facts, adjustable: false })]
}
