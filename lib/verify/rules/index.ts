import type { Rule } from '../strict/rule.ts'
import { admissionRules } from './admission.ts'
import { autoscalingRules } from './autoscaling.ts'
import { clusterRules } from './cluster.ts'
import { containerRules } from './containers.ts'
import { definitionRules } from './definitions.ts'
import { extensionRules } from './extensions.ts'
import { jobRules } from './jobs.ts'
import { anyKind, metadataRules } from './metadata.ts'
import { networkRules } from './network.ts'
import { podRules } from './pods.ts'
import { quotaRules } from './quotas.ts'
import { selectorRules } from './selectors.ts'
import { workloadRules } from './workloads.ts'

export { anyKind }

/** Rules of the API server's code on several fields, by definition. */
export const rules: Readonly<Record<string, readonly Rule[]>> = joined([
  admissionRules,
  autoscalingRules,
  clusterRules,
  containerRules,
  definitionRules,
  extensionRules,
  jobRules,
  metadataRules,
  networkRules,
  podRules,
  quotaRules,
  selectorRules,
  workloadRules,
])

function joined(tables: readonly Readonly<Record<string, readonly Rule[]>>[]): Record<string, Rule[]> {
  const all: Record<string, Rule[]> = {}
  for (const table of tables)
    for (const [name, list] of Object.entries(table)) all[name] = [...(all[name] ?? []), ...list]
  return all
}
