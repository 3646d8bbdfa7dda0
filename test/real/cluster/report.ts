import { appendFileSync } from 'node:fs'
import { join } from 'node:path'

/** Final report on one cluster. */
export interface Row {
  cluster: string
  objects: number
  applied: number
  refused: number
  /** Of the first apply. */
  seconds: number
  /** Objects that a second apply changed. */
  changed: number
  /** In the middle of a rollout at full scale. */
  pods: number
  nodes: number
  /** Questions about rights that were answered. */
  reviews: number
}

/** A row before anything is known. */
export function emptyRow(cluster: string, objects: number): Row {
  return { cluster, objects, applied: 0, refused: 0, seconds: 0, changed: 0, pods: 0, nodes: 0, reviews: 0 }
}

/** Adds a row to the table that `run` prints; the first comes with the heads of the columns. */
export function addToReport(folder: string, row: Row, position: 'first' | 'later'): void {
  const line = (cells: readonly (string | number)[]) =>
    `${cells.map((cell, index) => (index === 0 ? String(cell).padEnd(12) : String(cell).padStart(10))).join('')}\n`
  const heads = position === 'first' ? line(Object.keys(row)) : ''
  appendFileSync(join(folder, 'report.txt'), heads + line(Object.values(row)))
}
