import { type Quota, quotaOf } from '../catalog/quotas.ts'
import { declaredTenants } from '../resolve/placement.ts'
import { identitiesPerTenant } from '../resolve/pod-identities.ts'
import { error, type Finding, notice } from '../spec/finding.ts'
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
    ...(first ? beyond(quotaOf('iam.roles'), roles, 'IAM roles of the account', first.file, 'cells') : []),
  ]
}

function checkCluster(
  { file, spec }: FromFile<CompleteTenantClusterSpec>,
  specs: readonly CompleteClusterSpec[],
): Finding[] {
  // A standby has its roles and associations too.
  const identities =
    identitiesPerTenant * declaredTenants(spec, specs) + platformShare.podIdentityAssociations
  const what = `Pod Identity associations of ${spec.name}`
  return [
    ...beyond(quotaOf('eks.pod-identities'), identities, what, file, 'cells'),
    ...Object.entries(spec.cells).flatMap(([cell, { capacity }]) =>
      beyond(
        quotaOf('efs.access-points'),
        capacity.tenants,
        `access points of ${cell}’s file system`,
        file,
        `cells.${cell}.capacity.tenants`,
      ),
    ),
  ]
}

function beyond(
  { value, adjustable }: Quota,
  count: number,
  what: string,
  file: string,
  field: string,
): Finding[] {
  if (count <= value) return []
  const why = `${count} ${what} are declared, the platform’s own among them; AWS allows ${value}`
  return adjustable === 'yes'
    ? [notice('aws-quota', file, field, why, 'ask AWS to raise the quota before tenants come')]
    : [error('aws-quota', file, field, why, 'lower capacity.tenants, or put cells into another cluster')]
}
