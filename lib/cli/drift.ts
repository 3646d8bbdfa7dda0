import { error, type Finding } from '../findings/finding.ts'
import type { Drift } from '../write/comparison.ts'
import { plural } from './print.ts'

/** A finding for each way in which dist differs from the specs; none when it is what they give. */
export function driftFindings(drift: Drift): Finding[] {
  const unfinished = drift.unfinished ? [error('unfinished-dist', { file: 'dist' }, {})] : []
  const ways = (['differing', 'missing', 'superfluous'] as const).flatMap((way) => {
    const files = drift[way]
    if (files.length === 0) return []
    return [error('stale-dist', { file: 'dist', field: plural(files.length, 'file') }, { drift: way, files })]
  })
  return [...unfinished, ...ways]
}
