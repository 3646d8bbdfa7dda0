import { error, type Finding } from '../findings/finding.ts'
import type { CompleteClusterSpec } from '../spec/index.ts'
import type { Fleet, FromFile } from './fleet.ts'

/**
 * Clusters in AWS read one Git repository at one revision. A failover is one commit that both regions read: where they
 * read different ones, both serve a cell, or none. A laptop's cluster takes part in no failover and may read another.
 */
export function checkGit({ clusters }: Fleet): Finding[] {
  const [first, ...others] = clusters.filter(({ spec }) => spec.kind !== 'local')
  if (!first) return []
  return others.flatMap((one) =>
    (['repository', 'revision'] as const).flatMap((field) => differing(first, one, field)),
  )
}

function differing(
  first: FromFile<CompleteClusterSpec>,
  { file, spec }: FromFile<CompleteClusterSpec>,
  field: 'repository' | 'revision',
): Finding[] {
  const [expected, given] = [first.spec.gitOps[field], spec.gitOps[field]]
  if (given === expected) return []
  return [
    error(
      'git',
      { file, field: `gitOps.${field}` },
      { cluster: spec.name, given, expected, otherCluster: first.spec.name, otherFile: first.file },
    ),
  ]
}
