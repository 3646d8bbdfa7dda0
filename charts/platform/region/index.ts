import type { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import type { ResolvedRegion } from '../../../lib/resolve/region.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { budgetsChart } from './budgets.ts'
import { edgeChart } from './edge.ts'
import { environmentChart } from './environment.ts'
import { fleetChart } from './fleet.ts'
import { guardChart } from './guard.ts'
import { keysChart } from './keys.ts'
import { kubernetesClusterChart } from './kubernetes-cluster.ts'
import { networkChart } from './network.ts'
import { storageChart } from './storage.ts'

/** The claims for one region, a file each, in the order in which AWS can make them. */
export function charts(scope: Construct, cluster: ResolvedCluster, region: ResolvedRegion): Chart[] {
  const claims = [
    keysChart,
    storageChart,
    networkChart,
    kubernetesClusterChart,
    fleetChart,
    guardChart,
    edgeChart,
    environmentChart,
    ...(region.budgets.length > 0 ? [budgetsChart] : []),
  ]
  return claims.map((draw) => draw(scope, cluster, region))
}
