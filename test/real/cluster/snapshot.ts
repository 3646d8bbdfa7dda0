import type { KubeObject } from '../../../lib/kube/object.ts'
import { type Api, collection, type LiveObject } from './api.ts'
import { groupOf } from './dist.ts'

/** Every object of a cluster, by `<group>/<Kind> <namespace>/<name>`. */
export type Snapshot = ReadonlyMap<string, LiveObject>

/** Written all the time by controllers, and no part of what anybody wants. */
const restless = new Set(['events', 'leases', 'endpoints', 'endpointslices', 'nodes'])

/** Reads every object of the cluster but those that never rest. */
export async function snapshot(api: Api): Promise<Snapshot> {
  const resources = (await api.resources()).filter(
    ({ plural, verbs }) => verbs.includes('list') && !restless.has(plural),
  )
  const lists = await Promise.all(
    resources.map(async (resource) => {
      const items = await api.list(collection(resource))
      const { group, version, kind } = resource
      const apiVersion = group === '' ? version : `${group}/${version}`
      // Items of a list say neither.
      return items.map((item) => ({ ...item, apiVersion, kind }))
    }),
  )
  return new Map(lists.flat().map((object) => [keyOf(object), object]))
}

/** The name of an object among all of a cluster, without its version. */
export function keyOf(object: KubeObject): string {
  return `${groupOf(object)}/${object.kind} ${object.metadata.namespace ?? ''}/${object.metadata.name}`
}

/**
 * Differences of the given objects between two snapshots: deleted, or another resource version. Changes of `status`
 * alone are left out: controllers write it.
 */
export function changed(before: Snapshot, after: Snapshot, keys: Iterable<string>): readonly string[] {
  return [...keys].flatMap((key) => {
    const [old, now] = [before.get(key), after.get(key)]
    if (!old || !now) return [`${key} ${old ? 'is gone' : 'was not there'}`]
    if (old.metadata.resourceVersion === now.metadata.resourceVersion) return []
    const fields = differences(withoutStatus(old), withoutStatus(now), '')
    return fields.length === 0 ? [] : [`${key}: ${fields.join(', ')}`]
  })
}

function withoutStatus(object: LiveObject): object {
  const { status: _, metadata, ...rest } = object
  const { resourceVersion: __, managedFields = [], ...kept } = metadata
  const fields = managedFields.filter((entry) => (entry as { subresource?: string }).subresource !== 'status')
  return { ...rest, metadata: { ...kept, managedFields: fields } }
}

/** The paths at which two values differ, each with both values. */
function differences(was: unknown, is: unknown, path: string): string[] {
  if (isRecord(was) && isRecord(is)) {
    const keys = new Set([...Object.keys(was), ...Object.keys(is)])
    return [...keys].flatMap((key) => differences(was[key], is[key], path === '' ? key : `${path}.${key}`))
  }
  const [before, after] = [JSON.stringify(was), JSON.stringify(is)]
  return before === after ? [] : [`${path} was ${before}, is ${after}`]
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
