import { regionsWithin } from '../catalog/regions.ts'
import { backupRegions } from '../resolve/cell-copies.ts'
import { residencyOf } from '../resolve/residency.ts'
import { error, type Finding } from '../spec/finding.ts'
import { cellClusters, type Fleet } from './fleet.ts'

/** A tenant's data, replicas and backups are in the regions that its file allows. */
export function checkResidency(fleet: Fleet): Finding[] {
  const clusters = cellClusters(fleet)
  return fleet.tenants.flatMap(({ file, spec }) => {
    const cluster = clusters.get(spec.cell)?.spec
    if (cluster?.kind !== 'regional') return []
    const wanted = residencyOf(spec, cluster)
    const allowed = regionsWithin(wanted)
    const cell = cluster.cells[spec.cell]
    const places = [
      { what: 'its cell', regions: [cluster.region] },
      { what: 'replicas of its cell', regions: cell ? cell.replicateTo : [] },
      { what: 'backups of its cell', regions: cell ? backupRegions(cell, cluster) : [] },
    ]
    return places
      .map(({ what, regions }) => ({ what, outside: regions.filter((region) => !allowed.includes(region)) }))
      .filter(({ outside }) => outside.length > 0)
      .map(({ what, outside }) =>
        error(
          'residency',
          file,
          'residency',
          `the tenant is bound to ${wanted}, ${what} (${spec.cell}) ${what === 'its cell' ? 'is' : 'are'} in ${outside.join(', ')}`,
          `choose a cell whose data stays in ${wanted}`,
        ),
      )
  })
}
