import type { Ring } from '../catalog/rings.ts'
import { cellClusters, type Fleet } from '../rules/fleet.ts'
import type { CompleteTenantSpec } from '../spec/index.ts'
import { diffFields } from './fields.ts'
import type { PlanReport, TenantSummary } from './report.ts'

/** A tenant's file as base and head have it, when they differ. */
export interface SpecPair {
  /** From the root: `tenants/acme.ts`. */
  readonly file: string
  readonly before?: CompleteTenantSpec
  readonly after?: CompleteTenantSpec
}

/** The cluster of a cell, by name. */
type ClusterOf = (cell: string) => string | undefined

/** Tenants that come, go and change, by their files. */
export function tenantChanges(
  pairs: readonly SpecPair[],
  before: Fleet,
  after: Fleet,
): PlanReport['tenants'] {
  const [clusterBefore, clusterAfter] = [clusterOf(before), clusterOf(after)]
  const added = pairs.flatMap(({ before, after }) => (after && !before ? [summary(after, clusterAfter)] : []))
  const removed = pairs.flatMap(({ before, after }) =>
    before && !after ? [summary(before, clusterBefore)] : [],
  )
  const changed = pairs.flatMap(({ before, after }) => {
    if (!before || !after) return []
    const fields = diffFields(before, after)
    if (fields.length === 0) return []
    return [{ id: after.id, steps: stepsOf(before, after, clusterBefore, clusterAfter), fields }]
  })
  return { added, changed, removed }
}

function clusterOf(fleet: Fleet): ClusterOf {
  const clusters = cellClusters(fleet)
  return (cell) => clusters.get(cell)?.spec.name
}

function summary(spec: CompleteTenantSpec, clusterOf: ClusterOf): TenantSummary {
  const ring: Ring = spec.ring
  return {
    id: spec.id,
    cluster: clusterOf(spec.cell) ?? '',
    cell: spec.cell,
    tier: spec.tier,
    ring,
    state: spec.state,
  }
}

/** Steps of the lifecycle that a change of the file takes, in words of docs/lifecycle.md. */
function stepsOf(
  before: CompleteTenantSpec,
  after: CompleteTenantSpec,
  clusterBefore: ClusterOf,
  clusterAfter: ClusterOf,
): string[] {
  const [was, is] = [before.state, after.state]
  const step = {
    active: 'resume',
    suspended: was === 'offboarding' ? 'recall' : 'suspend',
    offboarding: 'offboard',
    deleted: 'delete',
  }[is]
  const moved =
    clusterBefore(before.cell) !== clusterAfter(after.cell)
      ? 'move to another cluster'
      : 'move to another cell'
  return [
    ...(was === is ? [] : [step]),
    ...(before.tier === after.tier ? [] : ['change tier']),
    ...(before.cell === after.cell ? [] : [moved]),
    ...(before.ring === after.ring ? [] : ['change ring']),
  ]
}
