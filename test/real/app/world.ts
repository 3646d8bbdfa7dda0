import { bucket, type Cell, cellNames, startCell } from './cell.ts'
import { type Certificate, certify } from './certificates.ts'

/** Makes the certificates of a run and starts a cell, empty but for the bucket of files. */
export async function startWorld(
  more: readonly string[] = [],
): Promise<{ cell: Cell; certificate: Certificate }> {
  const names = Object.values(cellNames)
  const certificate = await certify([
    ...names,
    `*.${cellNames.store}`,
    'postgres.paddock-data.svc.cluster.local',
    ...more,
  ])
  const cell = await startCell(certificate)
  return { cell, certificate }
}

export { bucket }
