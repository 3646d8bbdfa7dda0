import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { cellAdministrator } from '../../../lib/resolve/database.ts'
import { cellNames, platform } from '../../../lib/resolve/names.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { drawHeartbeat } from '../../kit/database/heartbeat.ts'

/** One CronJob for each cell that has a replica. */
export function heartbeatChart(scope: Construct, cluster: ResolvedCluster): Chart {
  const chart = new Chart(scope, 'heartbeat', { namespace: platform.data, labels: cluster.labels })
  for (const { id, replicateTo, role } of cluster.cells) {
    // A database that was handed over to the other region must get no more writes.
    if (replicateTo.length === 0 || role !== 'serving') continue
    drawHeartbeat(chart, {
      of: cellNames(id).cell,
      administrator: cellAdministrator(id),
      labels: { 'paddock.dev/cell': id },
      podLabels: cluster.labels,
      priorityClass: 'platform',
    })
  }
  return chart
}
