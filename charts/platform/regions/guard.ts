import type { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { raisedQuota } from '../../../crossplane/apis/raised-quota/api.ts'
import { regionGuard } from '../../../crossplane/apis/region-guard/api.ts'
import { drawClaim } from '../../../crossplane/compose/claim.ts'
import type { ResolvedRegion } from '../../../lib/resolve/region.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { claimMetadata, claimsChart, ofRegion } from './claim.ts'

/** What watches over a region, and the quotas that its nodes need. */
export function guardChart(scope: Construct, cluster: ResolvedCluster, region: ResolvedRegion): Chart {
  const chart = claimsChart(scope, 'guard', cluster)
  const { contact, clusterName, backups, quotas } = region
  drawClaim(
    chart,
    regionGuard,
    claimMetadata(region, 'guard'),
    {
      ...ofRegion(region),
      contact,
      clusterName,
      backupDays: backups.days,
      ...(backups.lockGraceDays === undefined ? {} : { lockGraceDays: backups.lockGraceDays }),
    },
    undefined,
    { primary: 'primary', secondary: undefined }[region.rank],
  )
  for (const { name, service, code, value } of quotas) {
    const metadata = claimMetadata(region, `quota-${name}`)
    drawClaim(chart, raisedQuota, metadata, { region: region.region, service, quota: code, value })
  }
  return chart
}
