import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { cellAdministrator } from '../../../lib/resolve/database.ts'
import { cellNames, platform } from '../../../lib/resolve/names.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { drawHeartbeat } from '../../kit/database/heartbeat.ts'
import type { AdministeredDatabase } from '../../kit/database/minutely.ts'
import { drawSessions } from '../../kit/database/sessions.ts'

type Cell = ResolvedCluster['cells'][number]

function databaseOf(cluster: ResolvedCluster, { id }: Cell): AdministeredDatabase {
  return {
    of: cellNames(id).cell,
    administrator: cellAdministrator(id),
    labels: { 'paddock.dev/cell': id },
    podLabels: cluster.labels,
    priorityClass: 'platform',
  }
}

/** A database that was handed over to the other region must get no more writes. */
function serving(cluster: ResolvedCluster): readonly Cell[] {
  return cluster.cells.filter(({ role }) => role === 'serving')
}

/** One CronJob for each cell that has a replica. */
export function heartbeatChart(scope: Construct, cluster: ResolvedCluster): Chart {
  const chart = new Chart(scope, 'heartbeat', { namespace: platform.data, labels: cluster.labels })
  for (const cell of serving(cluster)) {
    if (cell.replicateTo.length > 0) drawHeartbeat(chart, databaseOf(cluster, cell))
  }
  return chart
}

/** One CronJob for each cell that is served here, also one that was promoted: its tenants share a database. */
export function sessionsChart(scope: Construct, cluster: ResolvedCluster): Chart {
  const chart = new Chart(scope, 'sessions', { namespace: platform.data, labels: cluster.labels })
  for (const cell of [...cluster.cells, ...cluster.replicatedCells]) {
    if (cell.role === 'serving') drawSessions(chart, databaseOf(cluster, cell))
  }
  return chart
}
