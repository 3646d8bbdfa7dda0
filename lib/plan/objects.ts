import type { KubeObject } from '../kube/object.ts'
import { diffFields, type FieldChange } from './fields.ts'

/** Change of an object when a pull request is merged and synced. */
export type Action =
  | 'create'
  | 'update'
  | 'delete'
  /** A Job whose content changed: one of another name runs, the one before is pruned. */
  | 'rerun'

/**
 * The part of dist that changes together: one tenant of a cluster, or the objects of the cluster that belong to no
 * tenant.
 */
export interface Unit {
  readonly cluster: string
  readonly tenant?: string
}

/** One object that differs between base and head. */
export interface ObjectChange extends Unit {
  readonly action: Action
  /** Group and kind, without the version: `apps/Deployment`, `Service`. */
  readonly kind: string
  readonly namespace?: string
  readonly name: string
  readonly before?: KubeObject
  readonly after?: KubeObject
  /** Of an update or a rerun; empty otherwise. */
  readonly fields: readonly FieldChange[]
}

/** `apps/Deployment`, or `Service` of the core group. */
export function groupKind({ apiVersion, kind }: Pick<KubeObject, 'apiVersion' | 'kind'>): string {
  return apiVersion.includes('/') ? `${apiVersion.split('/')[0]}/${kind}` : kind
}

/**
 * Pairs the objects of a unit by group, kind, namespace and name: a file that an object moved to is no change, and a
 * new version of its API is an update.
 */
export function diffUnit(
  unit: Unit,
  before: readonly KubeObject[],
  after: readonly KubeObject[],
): ObjectChange[] {
  const old = new Map(before.map((object) => [identity(object), object]))
  const now = new Map(after.map((object) => [identity(object), object]))
  const changes: ObjectChange[] = []
  const created: KubeObject[] = []
  for (const [key, object] of now) {
    const was = old.get(key)
    if (!was) created.push(object)
    else {
      const fields = diffFields(was, object)
      if (fields.length > 0) changes.push(describe(unit, 'update', was, object, fields))
    }
  }
  const deleted = [...old].filter(([key]) => !now.has(key)).map(([, object]) => object)
  return [...changes, ...pairJobs(unit, deleted, created)].sort(byName)
}

function identity(object: KubeObject): string {
  return [groupKind(object), object.metadata.namespace ?? '', object.metadata.name].join(' ')
}

/** The digest that ends the name of a Job (lib/kube/job.ts). */
const digest = /-[0-9a-f]{8}$/

function pairJobs(
  unit: Unit,
  deleted: readonly KubeObject[],
  created: readonly KubeObject[],
): ObjectChange[] {
  const stem = (object: KubeObject) =>
    object.kind === 'Job' && digest.test(object.metadata.name)
      ? identity({
          ...object,
          metadata: { ...object.metadata, name: object.metadata.name.replace(digest, '') },
        })
      : undefined
  const runs = new Map(created.flatMap((object) => (stem(object) ? [[stem(object), object]] : [])))
  const changes: ObjectChange[] = []
  const paired = new Set<KubeObject>()
  for (const was of deleted) {
    const next = runs.get(stem(was) ?? '')
    if (next && !paired.has(next)) {
      paired.add(next)
      const fields = diffFields(was, next).filter(({ path }) => path !== 'metadata.name')
      changes.push({
        ...describe(unit, 'rerun', was, next, fields),
        name: next.metadata.name.replace(digest, ''),
      })
    } else changes.push(describe(unit, 'delete', was, undefined, []))
  }
  const fresh = created.filter((object) => !paired.has(object))
  return [...changes, ...fresh.map((object) => describe(unit, 'create', undefined, object, []))]
}

function describe(
  unit: Unit,
  action: Action,
  before: KubeObject | undefined,
  after: KubeObject | undefined,
  fields: readonly FieldChange[],
): ObjectChange {
  const object = after ?? before
  if (!object) throw new Error('a change has at least one side')
  const { namespace, name } = object.metadata
  return {
    ...unit,
    action,
    kind: groupKind(object),
    ...(namespace ? { namespace } : {}),
    name,
    ...(before ? { before } : {}),
    ...(after ? { after } : {}),
    fields,
  }
}

function byName(a: ObjectChange, b: ObjectChange): number {
  const key = (one: ObjectChange) => [one.kind, one.namespace ?? '', one.name, one.action].join(' ')
  return key(a) < key(b) ? -1 : 1
}
