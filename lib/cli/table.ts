import { type Colors, colorsFor } from './print.ts'

/** A column: its head and the alignment of its cells. */
export interface Column {
  readonly head: string
  readonly align?: 'left' | 'right'
}

/** A column of figures. */
export function right(head: string): Column {
  return { head, align: 'right' }
}

/**
 * Lays rows out in columns as wide as their longest cell; the heads are dimmed on a terminal. A column whose cells
 * are all empty is left out.
 */
export function formatTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  colors: Colors = colorsFor(process.stdout),
): string {
  const kept = columns
    .map((column, index) => ({ ...column, cells: rows.map((row) => row[index] ?? '') }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''))
    .map((column) => ({
      ...column,
      width: Math.max(column.head.length, ...column.cells.map((cell) => cell.length)),
    }))
  const lay = (cells: readonly string[]) =>
    kept
      .map(({ align, width }, index) => {
        const cell = cells[index] ?? ''
        return align === 'right' ? cell.padStart(width) : cell.padEnd(width)
      })
      .join('  ')
      .trimEnd()
  const head = colors.dim(lay(kept.map((column) => column.head)))
  return [head, ...rows.map((_, row) => lay(kept.map(({ cells }) => cells[row] ?? '')))].join('\n')
}
