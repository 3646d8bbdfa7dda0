import type { KubeObject } from '../kube/object.ts'
import type { Walk } from './report.ts'

/** Kinds that are there in seconds: what they rest on must have been there before. */
const quickKinds: ReadonlySet<string> = new Set([
  'Certificate',
  'ConfigMap',
  'CronJob',
  'HorizontalPodAutoscaler',
  'InterceptorRoute',
  'Job',
  'NetworkPolicy',
  'Probe',
  'Role',
  'RoleBinding',
  'ScaledObject',
  'ServiceAccount',
])

/** A cluster's objects by kind, namespace and name. */
export type Objects = ReadonlyMap<string, KubeObject>

/** Indexes objects; of two with one name the last counts. */
export function indexObjects(objects: readonly KubeObject[]): Objects {
  return new Map(
    objects.map((one) => [`${one.kind}/${one.metadata.namespace ?? ''}/${one.metadata.name}`, one]),
  )
}

/** Changes in a cluster. */
export function walk(cluster: string, before: Objects, after: Objects): Walk {
  const created = [...after].filter(([key]) => !before.has(key))
  const deleted = [...before].filter(([key]) => !after.has(key))
  const changed = [...after].filter(([key, one]) => {
    const was = before.get(key)
    return was !== undefined && JSON.stringify(was) !== JSON.stringify(one)
  })
  return { cluster, created: count(created), changed: count(changed), deleted: count(deleted) }
}

/** Objects that only a failover would make, and that take more than seconds to be there. */
export function notReady(before: Objects, after: Objects): string[] {
  return [...after]
    .filter(([key, { kind }]) => !before.has(key) && !quickKinds.has(kind))
    .map(([key]) => key)
    .sort()
}

function count(entries: readonly (readonly [string, KubeObject])[]): Record<string, number> {
  const kinds = new Map<string, number>()
  for (const [, { kind }] of entries) kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  return Object.fromEntries([...kinds].sort(([a], [b]) => (a < b ? -1 : 1)))
}
