import {
  countedConnections,
  type DatabaseInstanceName,
  databaseInstanceNames,
  databaseInstances,
} from '../catalog/data-instances.ts'
import { storageSpeed } from '../catalog/database-storage.ts'
import type { CellSpec } from '../spec/index.ts'
import type { ResolvedCacheSize, ResolvedDatabaseSize } from './data-types.ts'

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

/** Size of a cell's database, with the defaults that the spec states. */
export function resolveDatabaseSize({ capacity, ...cell }: CellSpec): ResolvedDatabaseSize {
  const { instanceClass = 'db.r6g.large', storageGiB = 100, ...given } = database(cell)
  // Indexes, write-ahead log and temporary files need space in addition to the promised space of tenants.
  const roomGiB = Math.max(Math.ceil(capacity.databaseGiB * 1.25), Math.ceil(storageGiB * 1.25))
  return {
    instanceClass,
    storageGiB,
    maxStorageGiB: given.maxStorageGiB ?? roomGiB,
    ...storageSpeed(storageGiB),
    backupDays: given.backupDays ?? 35,
    maxConnections: neededConnections(capacity.connections),
  }
}

/** Size of a cell's cache, with the defaults that the spec states. */
export function resolveCacheSize(cell: CellSpec): ResolvedCacheSize {
  const { nodeType = 'cache.t4g.medium', replicas = 1, snapshotDays = 1 } = cache(cell)
  return { nodeType, replicas, snapshotDays }
}

type Plane = Extract<CellSpec, { database?: unknown }>

// A laptop's cells name neither.
const database = (cell: Omit<CellSpec, 'capacity'>): NonNullable<Plane['database']> =>
  ('database' in cell ? (cell as Plane).database : undefined) ?? {}
const cache = (cell: CellSpec): NonNullable<Plane['cache']> =>
  ('cache' in cell ? (cell as Plane).cache : undefined) ?? {}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}
