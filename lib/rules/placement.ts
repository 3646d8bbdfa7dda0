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
  const lost = lostCells(fleet, clusters)
  findings.push(...lost.findings)
  for (const { file, spec } of fleet.tenants) {
    const cluster = clusters.get(spec.cell)
    if (!cluster) {
      if (lost.cells.has(spec.cell)) continue
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

/** So many tenants that name one missing cell did not all misspell it: a cluster's file lost it. */
const tenantsOfLostCell = 2

/** Cells that several tenants name and that no cluster declares: one finding each, at the file that lost it. */
function lostCells(
  fleet: Fleet,
  clusters: ReturnType<typeof cellClusters>,
): { readonly cells: ReadonlySet<string>; readonly findings: readonly Finding[] } {
  const missing = new Map<string, string[]>()
  for (const { spec } of fleet.tenants)
    if (!clusters.has(spec.cell)) missing.set(spec.cell, [...(missing.get(spec.cell) ?? []), spec.id])
  const lost = [...missing].filter(([, tenants]) => tenants.length >= tenantsOfLostCell)
  const findings = lost.flatMap(([cell, tenants]) => {
    const places = tenantClusters(fleet)
    // Its own cluster, by the name that it begins with, or the one whose cell has the nearest name.
    const named = places.find(({ spec }) => cell.startsWith(`${spec.name}-`))
    const nearest = closest(cell, [...clusters.keys()])
    const file = (named ?? clusters.get(nearest) ?? places[0])?.file
    return file === undefined
      ? []
      : [error('lost-cell', { file, field: 'cells' }, { cell, tenants: [...tenants].sort() })]
  })
  return { cells: new Set(findings.map(({ facts }) => facts.cell)), findings }
}
