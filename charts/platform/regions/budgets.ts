import type { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { spendingBudget } from '../../../crossplane/apis/spending-budget/api.ts'
import { drawClaim } from '../../../crossplane/compose/claim.ts'
import { platform } from '../../../lib/resolve/names.ts'
import type { ResolvedRegion } from '../../../lib/resolve/region.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { claimsChart } from './claim.ts'

/** Budgets of the account, drawn with the region in which what is shared stands. */
export function budgetsChart(scope: Construct, cluster: ResolvedCluster, region: ResolvedRegion): Chart {
  const chart = claimsChart(scope, 'budgets', cluster)
  for (const { name, usdPerMonth, tag } of region.budgets) {
    drawClaim(
      chart,
      spendingBudget,
      { name: `budget-${name}`, namespace: platform.regions },
      {
        region: region.region,
        name,
        usdPerMonth,
        ...(tag ? { tag } : {}),
        contact: region.contact,
        tags: region.tags,
      },
      undefined,
      tag ? undefined : 'account',
    )
  }
  return chart
}
