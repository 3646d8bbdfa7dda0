import type { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { cellFiles } from '../../../crossplane/apis/cell-files/api.ts'
import { regionStorage } from '../../../crossplane/apis/region-storage/api.ts'
import type { ResolvedRegion } from '../../../lib/resolve/region.ts'
import { regionTags } from '../../../lib/resolve/tags.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { drawRegionClaim, regionChart } from './claim.ts'

/** Buckets of a region, and one of files for each of its cells. */
export function storageChart(scope: Construct, cluster: ResolvedCluster, region: ResolvedRegion): Chart {
  const chart = regionChart(scope, cluster, 'storage')
  const { region: home, peerRegion } = region
  drawRegionClaim(chart, region, {
    api: regionStorage,
    spec: {
      region: home,
      peerRegion,
      tags: regionTags(region, 'storage'),
      auditMode: region.audit.mode,
      auditDays: region.audit.days,
    },
    loss: 'its models, its audit and its logs',
  })
  for (const { cell, reach } of region.cellFiles) {
    drawRegionClaim(chart, region, {
      api: cellFiles,
      spec: {
        region: home,
        peerRegion,
        cell,
        tags: { ...regionTags(region, 'files'), 'paddock:cell': cell },
      },
      loss: `the files of ${cell}`,
      name: `files-${cell}`,
      variant: { alone: undefined, replicated: 'replicated' }[reach],
    })
  }
  return chart
}
