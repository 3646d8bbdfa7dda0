import type { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { raisedQuota } from '../../../crossplane/apis/raised-quota/api.ts'
import { regionGuard } from '../../../crossplane/apis/region-guard/api.ts'
import type { ResolvedRegion } from '../../../lib/resolve/region.ts'
import { regionTags } from '../../../lib/resolve/tags.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { drawRegionClaim, regionChart } from './claim.ts'

/** Audit, alarms and backups of a region, and the AWS quotas that its nodes need. */
export function guardChart(scope: Construct, cluster: ResolvedCluster, region: ResolvedRegion): Chart {
  const chart = regionChart(scope, cluster, 'guard')
  const { region: home, peerRegion, contact, clusterName, backups, quotas } = region
  drawRegionClaim(chart, region, {
    api: regionGuard,
    spec: {
      region: home,
      peerRegion,
      contact,
      clusterName,
      backupDays: backups.days,
      ...(backups.lockGraceDays === undefined ? {} : { lockGraceDays: backups.lockGraceDays }),
      tags: regionTags(region, 'guard'),
    },
    loss: 'alarms, audit, findings and backups',
    variant: { primary: 'primary', secondary: undefined }[region.rank],
  })
  for (const { name, service, code, value } of quotas) {
    drawRegionClaim(chart, region, {
      api: raisedQuota,
      spec: { region: home, service, quota: code, value },
      loss: `the record of the quota ${name}`,
      name: `${region.name}-${name}`,
    })
  }
  return chart
}
