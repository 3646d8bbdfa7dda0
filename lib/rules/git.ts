import { error, type Finding } from '../spec/finding.ts'
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
  const why =
    `${spec.name} reads ${given}, and ${first.spec.name} (${first.file}) reads ${expected}: ` +
    'a failover is one commit that all of them must read'
  return [
    error('git', file, `gitOps.${field}`, why, `set it to ${expected}, or change all clusters in AWS alike`),
  ]
}
