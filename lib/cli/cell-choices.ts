import type { CompleteClusterSpec } from '../spec/index.ts'

/** An entry of the question for the cell; `null` means none. */
export interface CellChoice {
  readonly value: string | null
  readonly label: string
  readonly hint?: string
}

/**
 * Cells to choose from: those in AWS in the order of their files, a laptop's last and marked. If several would do,
 * pressing Enter chooses none: the first entry is no cell.
 */
export function cellChoices(clusters: readonly CompleteClusterSpec[]): CellChoice[] {
  const cells = (kind: CompleteClusterSpec['kind'], hint: (cluster: string) => string) =>
    clusters
      .filter((spec) => spec.kind === kind)
      .flatMap((spec) =>
        ('cells' in spec ? Object.keys(spec.cells) : []).map((cell) => [cell, spec.name] as const),
      )
      .map(([cell, cluster]): CellChoice => ({ value: cell, label: cell, hint: hint(cluster) }))
  const regional = cells('regional', (cluster) => cluster)
  const local = cells('local', (cluster) => `${cluster}: a laptop, not in AWS`)
  const sensible = regional.length > 0 ? regional : local
  const none: CellChoice[] = sensible.length > 1 ? [{ value: null, label: 'choose a cell' }] : []
  return [...none, ...regional, ...local]
}
