import type { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { spendingBudget } from '../../../crossplane/apis/spending-budget/api.ts'
import type { ResolvedRegion } from '../../../lib/resolve/region.ts'
import { regionTags } from '../../../lib/resolve/tags.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { drawRegionClaim, regionChart } from './claim.ts'

/** Budgets of the account. They are drawn with the region that holds the shared resources. */
export function budgetsChart(scope: Construct, cluster: ResolvedCluster, region: ResolvedRegion): Chart {
  const chart = regionChart(scope, cluster, 'budgets')
  for (const { name, usdPerMonth, tag } of region.budgets) {
    drawRegionClaim(chart, region, {
      api: spendingBudget,
      spec: {
        region: region.region,
        name,
        usdPerMonth,
        ...(tag ? { tag } : {}),
        contact: region.contact,
        tags: regionTags(region, 'guard'),
      },
      loss: `the budget ${name}`,
      name: `budget-${name}`,
      variant: tag ? undefined : 'account',
    })
  }
  return chart
}
