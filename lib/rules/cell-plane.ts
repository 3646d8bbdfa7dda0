import { countedConnections, maxConnections } from '../catalog/data-instances.ts'
import { neededConnections, resolveDatabaseSize, smallestDatabase } from '../resolve/cell-plane.ts'
import { error, type Finding } from '../spec/finding.ts'
import type { CellSpec } from '../spec/index.ts'
import { type Fleet, tenantClusters } from './fleet.ts'

/** What a cell declares, its database holds: connections and storage. A laptop's database is not sized here. */
export function checkCellPlanes(fleet: Fleet): Finding[] {
  return tenantClusters(fleet).flatMap(({ file, spec }) =>
    spec.kind === 'regional'
      ? Object.entries(spec.cells).flatMap(([id, cell]) => [
          ...checkConnections(file, `cells.${id}`, cell),
          ...checkStorage(file, `cells.${id}`, cell),
        ])
      : [],
  )
}

function checkConnections(file: string, field: string, cell: CellSpec): Finding[] {
  const { instanceClass } = resolveDatabaseSize(cell)
  const declared = cell.capacity.connections
  const needed = neededConnections(declared)
  const holds = countedConnections(instanceClass)
  if (needed <= holds) return []
  const next = smallestDatabase(needed)
  const why =
    `${declared} connections and ${needed - declared} in reserve are more than ${instanceClass} accepts ` +
    `(${holds} counted, ${maxConnections(instanceClass)} at most)`
  const remedy = next
    ? `set ${field}.database.instanceClass to ${next}, or lower capacity.connections to ${holds - (needed - declared)}`
    : `lower capacity.connections and move tenants to another cell: no class of the catalogue accepts ${needed}`
  return [error('cell-outgrown', file, `${field}.capacity.connections`, why, remedy)]
}

function checkStorage(file: string, field: string, cell: CellSpec): Finding[] {
  const { storageGiB, maxStorageGiB } = resolveDatabaseSize(cell)
  const findings: Finding[] = []
  const declared = cell.capacity.databaseGiB
  if (maxStorageGiB < declared) {
    const why = `the database grows to ${maxStorageGiB} GiB, the cell declares ${declared}`
    const remedy = `raise it to ${declared} or more, or lower capacity.databaseGiB`
    findings.push(error('cell-storage', file, `${field}.database.maxStorageGiB`, why, remedy))
  }
  // RDS refuses a ceiling less than a tenth above what is allocated.
  const least = Math.ceil(storageGiB * 1.1)
  if (maxStorageGiB < least) {
    const why = `${maxStorageGiB} GiB leave no room to grow over the ${storageGiB} at the start`
    findings.push(
      error('cell-storage', file, `${field}.database.maxStorageGiB`, why, `raise it to ${least} or more`),
    )
  }
  return findings
}
