import { error, type Finding } from '../spec/finding.ts'
import type { Drift } from '../write/comparison.ts'
import { plural } from './print.ts'

/** Most files that a finding names; `--json` lists all of them. */
const shown = 20

/** A finding for each way in which dist differs from the specs; none when it is what they give. */
export function driftFindings({ differing, missing, superfluous }: Drift): Finding[] {
  const ways = [
    [differing, 'differ from what the specs give; the specs or the code changed, or somebody edited them'],
    [missing, 'are not there'],
    [superfluous, 'are made by no spec'],
  ] as const
  return ways.flatMap(([files, why]) =>
    files.length === 0
      ? []
      : [error('stale-dist', 'dist', plural(files.length, 'file'), `${why}:${list(files)}`, remedy)],
  )
}

const remedy = 'run `npm run synth`, and commit dist with the specs'

function list(files: readonly string[]): string {
  const rest = files.length - shown
  return [...files.slice(0, shown), ...(rest > 0 ? [`and ${rest} more (--json lists all)`] : [])]
    .map((line) => `\n    ${line}`)
    .join('')
}
