import { createHash } from 'node:crypto'
import { storageSpeed } from '../catalog/database-storage.ts'
import { GiB } from '../catalog/units.ts'
import type { CompleteTenantClusterSpec, CompleteTenantSpec } from '../spec/index.ts'
import { backupTagOf } from './backup-tag.ts'
import { dedicatedCacheAccess, sharedCacheAccess } from './cache-access.ts'
import { backupRegions } from './cell-copies.ts'
import { neededConnections, smallestDatabase } from './cell-plane.ts'
import type { ResolvedCacheSize, ResolvedDatabaseSize, ResolvedTenantClaims } from './data-types.ts'
import { connectionLimit } from './database.ts'
import { tenantNames } from './names.ts'
import { databaseBytes } from './storage.ts'

/** The AWS resources that a tenant requests through Crossplane; none on a laptop. */
export function resolveClaims(
  spec: CompleteTenantSpec,
  cluster: CompleteTenantClusterSpec,
): ResolvedTenantClaims | undefined {
  if (cluster.kind === 'local') return undefined
  const { cacheUser, instance } = tenantNames(spec.id)
  const cell = cluster.cells[spec.cell]
  const copied = cell !== undefined && cell.replicateTo.length > 0
  const backupsIn = cell ? backupRegions(cell, cluster) : [cluster.region]
  return {
    region: cluster.region,
    replication: copied ? 'replicated' : 'alone',
    fileOwner: fileOwner(spec.id),
    cache:
      spec.cache === 'dedicated'
        ? { name: instance, access: `on ${dedicatedCacheAccess(cacheUser)}`, own: ownCache }
        : { name: spec.cell, access: `on ${sharedCacheAccess(cacheUser)}` },
    ...(spec.database === 'dedicated' ? { database: { name: instance, ...ownDatabase(spec) } } : {}),
    // The vault keeps backups for the time in the hub's file, which can be longer than the tenant's.
    backupTags: spec.retention.backupsDays === undefined ? backupTagOf({ backupsIn }) : {},
  }
}

/** First of the ids that tenants' files may have: none is a person's, a system account's or an image's user. */
const firstOwner = 1_000_000
/** Ids end where 31 bits do. */
const lastOwner = 2 ** 31 - 1

/**
 * User and group of a tenant's files on EFS. A digest of the id, so that it needs no list of tenants and never
 * changes; that two tenants do not share one is checked over all of them.
 */
export function fileOwner(id: string): number {
  const digest = createHash('sha256').update(id).digest().readUIntBE(0, 6)
  return firstOwner + (digest % (lastOwner - firstOwner + 1))
}

/** The smallest node: one tenant's sessions and caches are some tens of megabytes. */
const ownCache: ResolvedCacheSize = { nodeType: 'cache.t4g.small', replicas: 1, snapshotDays: 1 }

/** Days of point-in-time recovery of a database of the tenant's own: 35, the most of RDS, by default. */
export function ownBackupDays({ retention }: CompleteTenantSpec): number {
  return retention.backupsDays ?? 35
}

function ownDatabase(spec: CompleteTenantSpec): ResolvedDatabaseSize {
  const maxConnections = neededConnections(connectionLimit(spec))
  const instanceClass = smallestDatabase(maxConnections)
  if (!instanceClass) throw new Error(`no instance class accepts ${maxConnections} connections`)
  const storageGiB = Math.max(20, databaseBytes(spec) / GiB)
  return {
    instanceClass,
    storageGiB,
    maxStorageGiB: Math.ceil(storageGiB * 1.25),
    ...storageSpeed(storageGiB),
    maxConnections,
    backupDays: ownBackupDays(spec),
  }
}
