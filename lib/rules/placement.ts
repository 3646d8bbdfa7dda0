import { closest, distance } from 'fastest-levenshtein'
import { error, type Finding } from '../spec/finding.ts'
import { cellClusters, type Fleet, tenantClusters } from './fleet.ts'

/** Each tenant's cell exists, in one cluster; a laptop cluster takes no tenant that needs AWS. */
export function checkPlacement(fleet: Fleet): Finding[] {
  const clusters = cellClusters(fleet)
  const cells = [...clusters.keys()]
  const findings: Finding[] = []
  for (const { file, spec } of tenantClusters(fleet)) {
    for (const cell of Object.keys(spec.cells)) {
      if (cell.startsWith('tenant-')) {
        const why = `the cell ${cell} could have the names of a tenant’s own database and cache`
        findings.push(
          error('cell-clash', file, `cells.${cell}`, why, 'choose a name without "tenant-" in front'),
        )
      }
      const first = clusters.get(cell)
      if (first && first.spec !== spec) {
        const why = `the cell ${cell} is declared by ${first.file} too`
        findings.push(error('cell-clash', file, `cells.${cell}`, why, 'give one of them another name'))
      }
    }
  }
  for (const { file, spec } of fleet.tenants) {
    const cluster = clusters.get(spec.cell)
    if (!cluster) {
      const nearest = cells.length > 0 ? closest(spec.cell, cells) : ''
      const near = nearest !== '' && distance(spec.cell, nearest) <= 4
      const remedy = near ? `did you mean ${nearest}?` : `choose one of ${cells.join(', ')}`
      findings.push(error('unknown-cell', file, 'cell', `no cluster declares a cell "${spec.cell}"`, remedy))
    } else if (cluster.spec.kind === 'local') {
      for (const field of ['database', 'cache'] as const) {
        if (spec[field] !== 'dedicated') continue
        findings.push(
          error(
            'local',
            file,
            field,
            'a laptop cluster has one for all',
            `remove ${field}, or choose another cell`,
          ),
        )
      }
      if (spec.tier === 'premium') {
        findings.push(
          error(
            'local',
            file,
            'tier',
            'a laptop cluster has no GPU nodes',
            'set tier to standard, or choose another cell',
          ),
        )
      }
    }
  }
  return findings
}
