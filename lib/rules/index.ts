import type { Finding } from '../findings/finding.ts'
import { type Amounts, amountsOf } from './amounts.ts'
import { checkAudit } from './audit.ts'
import { checkAwsQuotas } from './aws-quotas.ts'
import { checkCapacity } from './capacity.ts'
import { checkCellPlanes } from './cell-plane.ts'
import { checkClusterBlocks } from './cluster-blocks.ts'
import { checkClusters } from './clusters.ts'
import { checkFileOwners } from './file-owners.ts'
import { checkFirewallRate } from './firewall-rate.ts'
import { cellClusters, type PlatformFleet } from './fleet.ts'
import { checkGit } from './git.ts'
import { checkGpuScale } from './gpu-scale.ts'
import { checkHosts } from './hosts.ts'
import { checkIdentity } from './identity.ts'
import { checkImages } from './images.ts'
import { checkModelCaches } from './model-cache.ts'
import { checkModelReleases } from './model-releases.ts'
import { checkModels } from './models.ts'
import { checkNames } from './names.ts'
import { checkClusterEffects, checkTenantEffects } from './no-effect.ts'
import { checkOutside } from './outside.ts'
import { checkOwnHosts } from './own-hosts.ts'
import { checkPlacement } from './placement.ts'
import { checkQuota, checkScaling } from './quota.ts'
import { checkRegionDomains } from './region-domains.ts'
import { checkRegionPrices } from './region-prices.ts'
import { checkRegions } from './regions.ts'
import { checkResidency } from './residency.ts'
import { checkSharedIdentity } from './shared-identity.ts'
import { checkStandby } from './standby.ts'
import { checkTenantGroups } from './tenant-groups.ts'
import { checkTools } from './tools.ts'
import { checkUploads } from './uploads.ts'
import { checkUsers } from './users.ts'
import { checkWake } from './wake.ts'

/** Every rule on specs of a valid shape; all findings at once. */
export function checkFleet(fleet: PlatformFleet): Finding[] {
  const images = checkImages()
  // Nothing can be resolved with a version that does not exist.
  if (images.some(({ level }) => level === 'error')) return images
  const clusters = cellClusters(fleet)
  const amounts = new Map<string, Amounts>()
  const findings = [
    ...images,
    ...checkClusters(fleet),
    ...checkClusterBlocks(fleet),
    ...checkRegions(fleet),
    ...checkRegionDomains(fleet),
    ...checkRegionPrices(fleet),
    ...checkAudit(fleet),
    ...checkCellPlanes(fleet),
    ...checkPlacement(fleet),
    ...checkHosts(fleet),
    ...checkOwnHosts(fleet),
    ...checkModels(fleet),
    ...checkModelCaches(fleet),
    ...checkGpuScale(fleet),
    ...checkModelReleases(fleet),
    ...checkResidency(fleet),
    ...checkAwsQuotas(fleet),
    ...checkFileOwners(fleet),
    ...checkStandby(fleet),
    ...checkFirewallRate(fleet),
    ...checkGit(fleet),
    ...checkClusterEffects(fleet),
    ...checkSharedIdentity(fleet),
    ...checkTenantGroups(fleet),
  ]
  for (const tenant of fleet.tenants) {
    const cluster = clusters.get(tenant.spec.cell)
    findings.push(
      ...checkNames(tenant),
      ...checkScaling(tenant),
      ...checkIdentity(tenant),
      ...checkTools(tenant),
      ...checkUploads(tenant),
      ...checkTenantEffects(tenant),
      ...checkUsers(tenant),
      ...checkWake(tenant),
      ...checkOutside(tenant, cluster?.spec),
    )
    if (!cluster) continue
    const amount = amountsOf(tenant.spec, cluster.spec)
    amounts.set(tenant.spec.id, amount)
    findings.push(...checkQuota(tenant, amount))
  }
  return [...findings, ...checkCapacity(fleet, amounts)]
}
