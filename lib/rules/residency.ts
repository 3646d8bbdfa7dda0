import { regionsWithin } from '../catalog/regions.ts'
import { error, type Finding } from '../findings/finding.ts'
import { backupRegions } from '../resolve/cell-copies.ts'
import { residencyOf } from '../resolve/residency.ts'
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
      { part: 'cell' as const, regions: [cluster.region] },
      { part: 'replicas' as const, regions: cell ? cell.replicateTo : [] },
      { part: 'backups' as const, regions: cell ? backupRegions(cell, cluster) : [] },
    ]
    return places
      .map(({ part, regions }) => ({ part, outside: regions.filter((region) => !allowed.includes(region)) }))
      .filter(({ outside }) => outside.length > 0)
      .map((one) =>
        error('residency', { file, field: 'residency' }, { area: wanted, cell: spec.cell, ...one }),
      )
  })
}
