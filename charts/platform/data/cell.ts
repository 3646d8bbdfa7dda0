import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { postgresDatabase } from '../../../crossplane/apis/postgres-database/api.ts'
import { redisCache } from '../../../crossplane/apis/redis-cache/api.ts'
import { sharedFileSystem } from '../../../crossplane/apis/shared-file-system/api.ts'
import { drawClaim } from '../../../crossplane/compose/claim.ts'
import { drawUsage } from '../../../crossplane/compose/usage.ts'
import { guarded } from '../../../lib/kube/guard.ts'
import { backupTagOf } from '../../../lib/resolve/backup-tag.ts'
import { planeOf } from '../../../lib/resolve/cell-plane.ts'
import { cellNames, databaseAdminSecret, platform } from '../../../lib/resolve/names.ts'
import type { Region } from '../../../lib/resolve/pod-types.ts'
import { costTags } from '../../../lib/resolve/tags.ts'
import type { ResolvedCell, ResolvedCluster } from '../../../lib/resolve/types.ts'

const namespace = platform.data

/** Draws the data plane of a cell as claims. Each claim has a guard that is not deleted together with it. */
export function cellChart(
  scope: Construct,
  cluster: ResolvedCluster,
  region: Region,
  cell: ResolvedCell,
): Chart {
  const { id } = cell
  const { database, cache } = planeOf(cell)
  const names = cellNames(id)
  const chart = new Chart(scope, names.cell, {
    namespace,
    labels: { ...cluster.labels, 'paddock.dev/cell': id },
  })
  const metadata = (annotations = {}) => ({
    name: names.cell,
    namespace,
    annotations: { ...guarded, ...annotations },
  })
  const backedUp = (component: 'database' | 'files') => ({
    ...costTags(cluster, id, component),
    ...backupTagOf(cell),
  })
  const atHome = cluster.cells.includes(cell)
  const copied = atHome && cell.replicateTo.length > 0 ? 'replicated' : undefined
  const creates = { 'paddock.dev/creates': `Secret/${namespace}/${databaseAdminSecret(id)}` }
  drawClaim(
    chart,
    postgresDatabase,
    metadata(atHome || cell.role === 'serving' ? creates : {}),
    { region, cell: id, name: id, ...database, tags: backedUp('database') },
    names.database,
    databaseVariant(cell, atHome),
  )
  drawClaim(
    chart,
    redisCache,
    metadata(),
    { region, cell: id, name: id, ...cache, tags: costTags(cluster, id, 'cache') },
    names.cache,
  )
  drawClaim(
    chart,
    sharedFileSystem,
    metadata(),
    { region, cell: id, capacityGiB: cell.capacity.filesGiB, tags: backedUp('files') },
    names.files,
    atHome ? copied : 'standby',
  )
  const reason =
    'It holds the data of every tenant of the cell: delete this Usage first, and know which data you delete'
  const guard = { namespace, reason, claim: names.cell }
  drawUsage(chart, names.database, { ...guard, kind: postgresDatabase.kind })
  drawUsage(chart, names.cache, { ...guard, kind: redisCache.kind })
  drawUsage(chart, names.files, { ...guard, kind: sharedFileSystem.kind })
  return chart
}

/** Selects the composition of the database for this cluster and its current role. */
function databaseVariant({ role, replicateTo }: ResolvedCell, atHome: boolean): string | undefined {
  if (!atHome) return role === 'serving' ? 'promoted' : 'standby'
  if (replicateTo.length === 0) return undefined
  return role === 'serving' ? 'replicated' : 'handed-over'
}
