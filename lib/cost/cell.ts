import { cacheNodes } from '../catalog/data-instances.ts'
import { instancePriceIn } from '../catalog/region-prices.ts'
import type { AwsRegion } from '../catalog/regions.ts'
import { planeOf } from '../resolve/cell-plane.ts'
import type { ResolvedCacheSize } from '../resolve/data-types.ts'
import type { ResolvedCell } from '../resolve/types.ts'
import type { Assumptions } from './assumptions.ts'
import { databaseLines } from './database.ts'
import { type CostLine, type CostScope, type Driver, line, priced } from './line.ts'
import type { Member } from './member.ts'

/** A cell, as the bill sees it. */
export interface CellPlan {
  readonly cluster: string
  readonly file: string
  readonly region: AwsRegion
  readonly cell: Pick<ResolvedCell, 'id' | 'plane' | 'replicateTo' | 'backupsIn'>
  readonly members: readonly Member[]
}

/** Lines that the tenants of a cell share: its database and its cache, here and in standby regions. */
export function cellLines(plan: CellPlan, assume: Assumptions): CostLine[] {
  const { cluster, file, region, cell } = plan
  const { database, cache } = planeOf(cell)
  const among = (by: 'connections' | 'database-gib' | 'equal'): CostScope => ({
    cluster,
    cell: cell.id,
    region,
    payer: { kind: 'shared', by, among: cell.id },
  })
  const inCell = (field: string): Driver => ({ file, field: `cells.${cell.id}.${field}` })
  const shared = plan.members.filter(({ databaseKind }) => databaseKind === 'shared')
  const standby = cell.replicateTo
  return [
    ...databaseLines(
      {
        size: database,
        promisedGiB: shared.reduce((sum, one) => sum + one.databaseGiB, 0),
        replicateTo: standby,
        backupsIn: cell.backupsIn,
        driver: (part) => inCell(part in database ? `database.${part}` : part),
      },
      { instance: among('connections'), storage: among('database-gib') },
      assume,
    ),
    ...cacheLines(cache, among('equal'), (part) => inCell(`cache.${part}`), assume),
    // The standby's cache is ready and empty.
    ...standby.flatMap((there) =>
      cacheLines(cache, { ...among('equal'), region: there }, () => inCell('replicateTo'), assume),
    ),
  ]
}

/** Lines of an ElastiCache group. */
export function cacheLines(
  { nodeType, replicas, snapshotDays }: ResolvedCacheSize,
  scope: CostScope,
  driver: (part: string) => Driver,
  assume: Assumptions,
): CostLine[] {
  const { memoryBytes } = cacheNodes[nodeType]
  const { usd, basis } = instancePriceIn(nodeType, scope.region)
  const snapshotGiB = ((memoryBytes / 2 ** 30) * assume.cacheSnapshotPercent * snapshotDays) / 100
  return [
    line(
      scope,
      'elasticache',
      `${nodeType} × ${1 + replicas}`,
      assume.hoursPerMonth * (1 + replicas),
      'node-hour',
      (usd * assume.cachePricePercent) / 100,
      driver('nodeType'),
      basis,
    ),
    priced(scope, 'elasticache', 'elasticache.backup', 'snapshots', snapshotGiB, driver('snapshotDays')),
  ]
}
