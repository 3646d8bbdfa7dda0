import {
  countedConnections,
  type DatabaseInstanceName,
  databaseInstanceNames,
  databaseInstances,
} from '../catalog/data-instances.ts'
import { storageSpeed } from '../catalog/database-storage.ts'
import type { CompleteRegionalSpec } from '../spec/index.ts'
import type { ResolvedDatabaseSize } from './data-types.ts'
import type { ResolvedCell } from './types.ts'

/**
 * Connections that are no tenant's. PostgreSQL keeps 3 for superusers (its default) and RDS some for its own; metrics
 * and the heartbeat that makes replica lag visible hold a few; the Jobs that prepare tenants run side by side.
 */
export const reservedConnections = { superuser: 5, monitoring: 5, bootstrap: 15 } as const

/** Connections that a cell's database must accept: the tenants' declared sum and the reserve. */
export function neededConnections(tenantConnections: number): number {
  return tenantConnections + sumOf(Object.values(reservedConnections))
}

/** The cheapest class that accepts so many connections; none when a cell has outgrown the catalogue. */
export function smallestDatabase(connections: number): DatabaseInstanceName | undefined {
  return databaseInstanceNames
    .filter((name) => countedConnections(name) >= connections)
    .sort((a, b) => databaseInstances[a].usdPerHour - databaseInstances[b].usdPerHour)[0]
}

type Plane = CompleteRegionalSpec['cells'][string]

/** Sizes of what a cell has in AWS. */
export function resolvePlane(cell: Plane): NonNullable<ResolvedCell['plane']> {
  return { database: resolveDatabaseSize(cell), cache: cell.cache }
}

/** The AWS side of a cell. @throws for a laptop's cell: something for regions was drawn or counted there */
export function planeOf({
  id,
  plane,
}: Pick<ResolvedCell, 'id' | 'plane'>): NonNullable<ResolvedCell['plane']> {
  if (!plane) throw new Error(`cell ${id} is none of a region`)
  return plane
}

/** Size of a cell's database. By default it may grow to a quarter over the declared data, at least over the start. */
export function resolveDatabaseSize({ capacity, database }: Plane): ResolvedDatabaseSize {
  const { instanceClass, storageGiB, backupDays, maxStorageGiB } = database
  // Indexes, write-ahead log and temporary files need space in addition to the promised space of tenants.
  const roomGiB = Math.max(Math.ceil(capacity.databaseGiB * 1.25), Math.ceil(storageGiB * 1.25))
  return {
    instanceClass,
    storageGiB,
    maxStorageGiB: maxStorageGiB ?? roomGiB,
    ...storageSpeed(storageGiB),
    backupDays,
    maxConnections: neededConnections(capacity.connections),
  }
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}
