import type { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { cellFiles } from '../../../crossplane/apis/cell-files/api.ts'
import { regionStorage } from '../../../crossplane/apis/region-storage/api.ts'
import { drawClaim } from '../../../crossplane/compose/claim.ts'
import type { ResolvedRegion } from '../../../lib/resolve/region.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { claimMetadata, claimsChart, ofRegion } from './claim.ts'

/** Buckets of a region, and one of files for each of its cells. */
export function storageChart(scope: Construct, cluster: ResolvedCluster, region: ResolvedRegion): Chart {
  const chart = claimsChart(scope, 'storage', cluster)
  drawClaim(chart, regionStorage, claimMetadata(region, 'storage'), {
    ...ofRegion(region),
    auditMode: region.audit.mode,
    auditDays: region.audit.days,
  })
  for (const { cell, reach } of region.cellFiles) {
    const { region: home, peerRegion, tags } = ofRegion(region)
    drawClaim(
      chart,
      cellFiles,
      { ...claimMetadata(region, 'files'), name: `files-${cell}` },
      {
        region: home,
        peerRegion,
        cell,
        tags: { ...tags, 'paddock:cell': cell, 'paddock:component': 'files' },
      },
      undefined,
      { alone: undefined, replicated: 'replicated' }[reach],
    )
  }
  return chart
}
