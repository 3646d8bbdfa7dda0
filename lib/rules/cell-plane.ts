import { countedConnections, maxConnections } from '../catalog/data-instances.ts'
import { error, type Finding } from '../findings/finding.ts'
import { backupRegions } from '../resolve/cell-copies.ts'
import { neededConnections, resolveDatabaseSize, smallestDatabase } from '../resolve/cell-plane.ts'
import type { CompleteRegionalSpec } from '../spec/index.ts'
import { type Fleet, tenantClusters } from './fleet.ts'

/**
 * Users of an ElastiCache user group, adjustable; one of them is `default`. A tenth stays free: the group is asked for
 * more only in an emergency, and AWS takes its time.
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/quota-limits.html
 */
const cacheUsers = { quota: 100, forTenants: 90 } as const

type Cell = CompleteRegionalSpec['cells'][string]

/**
 * AWS can provide the declared capacity of a cell: connections, storage, users of the cache. Its copies are in the
 * declared regions. This rule ignores a laptop's cell.
 */
export function checkCellPlanes(fleet: Fleet): Finding[] {
  return tenantClusters(fleet).flatMap(({ file, spec }) =>
    spec.kind === 'regional'
      ? Object.entries(spec.cells).flatMap(([id, cell]) => [
          ...checkConnections(file, id, cell),
          ...checkStorage(file, `cells.${id}`, cell),
          ...checkUsers(file, `cells.${id}`, cell),
          ...checkCopies(file, `cells.${id}`, cell, spec),
        ])
      : [],
  )
}

function checkConnections(file: string, id: string, cell: Cell): Finding[] {
  const { instanceClass } = resolveDatabaseSize(cell)
  const declared = cell.capacity.connections
  const needed = neededConnections(declared)
  const counted = countedConnections(instanceClass)
  if (needed <= counted) return []
  const next = smallestDatabase(needed)
  const facts = { cell: id, declared, reserve: needed - declared, instanceClass, counted }
  return [
    error(
      'cell-outgrown',
      { file, field: `cells.${id}.capacity.connections` },
      { ...facts, most: maxConnections(instanceClass), ...(next ? { next } : {}) },
    ),
  ]
}

function checkStorage(file: string, field: string, cell: Cell): Finding[] {
  const { storageGiB, maxStorageGiB } = resolveDatabaseSize(cell)
  const at = { file, field: `${field}.database.maxStorageGiB` }
  const declaredGiB = cell.capacity.databaseGiB
  // RDS refuses a ceiling less than a tenth above what is allocated.
  const leastGiB = Math.ceil(storageGiB * 1.1)
  return [
    ...(maxStorageGiB < declaredGiB
      ? [error('cell-storage', at, { problem: 'capacity', maxStorageGiB, declaredGiB })]
      : []),
    ...(maxStorageGiB < leastGiB
      ? [error('cell-storage', at, { problem: 'growth', maxStorageGiB, storageGiB, leastGiB })]
      : []),
  ]
}

function checkUsers(file: string, field: string, { capacity }: Cell): Finding[] {
  if (capacity.tenants <= cacheUsers.forTenants) return []
  return [
    error(
      'cell-users',
      { file, field: `${field}.capacity.tenants` },
      { tenants: capacity.tenants, most: cacheUsers.forTenants, quota: cacheUsers.quota },
    ),
  ]
}

/**
 * AWS backs the replica up in its own region, and nothing else copies backups to another region, so both lists are
 * equal.
 */
function checkCopies(file: string, field: string, cell: Cell, cluster: CompleteRegionalSpec): Finding[] {
  const own = cluster.region
  const { replicateTo } = cell
  const backupsIn = backupRegions(cell, cluster)
  if (replicateTo.includes(own)) {
    const at = { file, field: `${field}.replicateTo` }
    return [error('cell-copies', at, { problem: 'own-region', region: own })]
  }
  const expected = [own, ...replicateTo]
  if (expected.length === backupsIn.length && expected.every((region) => backupsIn.includes(region)))
    return []
  return [error('cell-copies', { file, field: `${field}.backupsIn` }, { problem: 'backups', expected })]
}
