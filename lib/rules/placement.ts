import { closest, distance } from 'fastest-levenshtein'
import { error, type Finding } from '../findings/finding.ts'
import { cellClusters, type Fleet, tenantClusters } from './fleet.ts'

/** Each tenant's cell exists, in one cluster; a laptop cluster takes no tenant that needs AWS. */
export function checkPlacement(fleet: Fleet): Finding[] {
  const clusters = cellClusters(fleet)
  const cells = [...clusters.keys()]
  const findings: Finding[] = []
  for (const { file, spec } of tenantClusters(fleet)) {
    for (const cell of Object.keys(spec.cells)) {
      if (cell.startsWith('tenant-')) {
        findings.push(error('cell-clash', { file, field: `cells.${cell}` }, { problem: 'reserved', cell }))
      }
      const first = clusters.get(cell)
      if (first && first.spec !== spec) {
        const facts = { problem: 'declared', cell, otherFile: first.file } as const
        findings.push(error('cell-clash', { file, field: `cells.${cell}` }, facts))
      }
    }
  }
  for (const { file, spec } of fleet.tenants) {
    const cluster = clusters.get(spec.cell)
    if (!cluster) {
      const nearest = cells.length > 0 ? closest(spec.cell, cells) : ''
      const near = nearest !== '' && distance(spec.cell, nearest) <= 4
      const facts = { cell: spec.cell, known: cells, ...(near ? { nearest } : {}) }
      findings.push(error('unknown-cell', { file, field: 'cell' }, facts))
    } else if (cluster.spec.kind === 'local') {
      for (const field of ['database', 'cache'] as const) {
        if (spec[field] !== 'dedicated') continue
        findings.push(error('local', { file, field }, { problem: 'dedicated', field }))
      }
      if (spec.tier === 'premium') {
        findings.push(error('local', { file, field: 'tier' }, { problem: 'gpu' }))
      }
    }
  }
  return findings
}
