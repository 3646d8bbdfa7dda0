import { instancePriceIn } from '../catalog/region-prices.ts'
import type { AwsRegion } from '../catalog/regions.ts'
import type { ResolvedDatabaseSize } from '../resolve/data-types.ts'
import type { Assumptions } from './assumptions.ts'
import { type CostLine, type CostScope, type Driver, line, priced } from './line.ts'

/** A PostgreSQL on RDS, as the bill sees it. */
export interface DatabasePlan {
  readonly size: ResolvedDatabaseSize
  /** Promised to its tenants, GiB. */
  readonly promisedGiB: number
  readonly replicateTo: readonly AwsRegion[]
  readonly backupsIn: readonly AwsRegion[]
  /** Spec field of a part of the size, for the lines. */
  readonly driver: (part: string) => Driver
}

/** Key by which each kind of line is shared: the instance by connections, the storage by promised bytes. */
export interface DatabaseScopes {
  readonly instance: CostScope
  readonly storage: CostScope
}

/** Lines of an instance, its storage, its backups, its replicas in other regions and what crosses to them. */
export function databaseLines(plan: DatabasePlan, scopes: DatabaseScopes, assume: Assumptions): CostLine[] {
  const { size, driver } = plan
  const { instance, storage } = scopes
  const usedGiB = (plan.promisedGiB * assume.databaseFillPercent) / 100
  const allocatedGiB = Math.min(size.maxStorageGiB, Math.max(size.storageGiB, usedGiB * 1.25))
  const changedGiB = (usedGiB * assume.databaseChangePercent) / 100
  const backupGiB = usedGiB + changedGiB * size.backupDays
  const hours = assume.hoursPerMonth
  const home = storage.region
  const atHome = instancePriceIn(size.instanceClass, home)
  const lines = [
    // Multi-AZ: two instances, billed as such.
    line(
      instance,
      'rds',
      `${size.instanceClass} Multi-AZ`,
      hours,
      'hour',
      2 * atHome.usd,
      driver('instanceClass'),
      atHome.basis,
    ),
    priced(storage, 'rds', 'rds.gp3-multi-az', 'gp3 Multi-AZ', allocatedGiB, driver('storageGiB')),
    // As much as is allocated is kept for nothing.
    priced(
      storage,
      'rds',
      'rds.backup',
      'backups beyond the free part',
      Math.max(0, backupGiB - allocatedGiB),
      driver('backupDays'),
    ),
  ]
  for (const region of plan.replicateTo) {
    const { usd, basis } = instancePriceIn(size.instanceClass, region)
    const there = { ...instance, region }
    lines.push(
      line(
        there,
        'rds',
        `${size.instanceClass} read replica`,
        hours,
        'hour',
        usd,
        driver('replicateTo'),
        basis,
      ),
      priced(
        { ...storage, region },
        'rds',
        'rds.gp3',
        'gp3 of the replica',
        allocatedGiB,
        driver('replicateTo'),
      ),
      priced(
        storage,
        'transfer',
        'transfer.regions',
        'changes to the replica',
        changedGiB * 30,
        driver('replicateTo'),
      ),
    )
  }
  for (const region of plan.backupsIn.filter((one) => one !== home)) {
    lines.push(
      priced(
        { ...storage, region },
        'rds',
        'rds.backup',
        'copies of backups',
        backupGiB,
        driver('backupsIn'),
      ),
      priced(
        storage,
        'transfer',
        'transfer.regions',
        'changes to the copies',
        changedGiB * 30,
        driver('backupsIn'),
      ),
    )
  }
  return lines
}
