import { countedConnections, maxConnections } from '../catalog/data-instances.ts'
import { backupRegions } from '../resolve/cell-copies.ts'
import { neededConnections, resolveDatabaseSize, smallestDatabase } from '../resolve/cell-plane.ts'
import { error, type Finding } from '../spec/finding.ts'
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
          ...checkConnections(file, `cells.${id}`, cell),
          ...checkStorage(file, `cells.${id}`, cell),
          ...checkUsers(file, `cells.${id}`, cell),
          ...checkCopies(file, `cells.${id}`, cell, spec),
        ])
      : [],
  )
}

function checkConnections(file: string, field: string, cell: Cell): Finding[] {
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

function checkStorage(file: string, field: string, cell: Cell): Finding[] {
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

function checkUsers(file: string, field: string, { capacity }: Cell): Finding[] {
  if (capacity.tenants <= cacheUsers.forTenants) return []
  const why =
    `${capacity.tenants} tenants are more than the ${cacheUsers.forTenants} that a cell counts on: ` +
    `a user group of ElastiCache has ${cacheUsers.quota} users`
  const remedy = `lower it to ${cacheUsers.forTenants}, and add a cell for the others`
  return [error('cell-users', file, `${field}.capacity.tenants`, why, remedy)]
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
    const why = `${own} is the region of the cell itself`
    return [error('cell-copies', file, `${field}.replicateTo`, why, 'name the other region, or none')]
  }
  const expected = [own, ...replicateTo]
  if (expected.length === backupsIn.length && expected.every((region) => backupsIn.includes(region)))
    return []
  const why = `backups stand in ${expected.join(' and ')}: in the cell’s region and where its replica is`
  const list = expected.map((region) => `'${region}'`).join(', ')
  return [error('cell-copies', file, `${field}.backupsIn`, why, `set it to [${list}], or change replicateTo`)]
}
