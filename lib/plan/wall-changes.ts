import type { KubeObject } from '../kube/object.ts'
import { resources } from './aws-refusals.ts'
import { foldWhere, whereOf, withoutTenant, withTenant } from './fold.ts'
import { groupKind, type ObjectChange } from './objects.ts'
import type { WallChange } from './report.ts'
import type { Part, Statements, Wall } from './wall.ts'
import { clusterWalls } from './wall-cluster.ts'
import { peopleWalls } from './wall-people.ts'
import { rightsWalls } from './wall-rights.ts'

/** All walls: each states its kinds and the reason that a difference gives. */
export const walls: readonly Wall[] = [...peopleWalls, ...rightsWalls, ...clusterWalls]

/**
 * Differences of all walls in the objects of one unit, on creation as on change. A tenant whose namespace is deleted
 * has none: nothing of it remains behind a wall.
 */
export function wallChanges(changes: readonly ObjectChange[]): WallChange[] {
  const leaves = changes.some(
    ({ kind, action, tenant }) => kind === 'Namespace' && action === 'delete' && tenant,
  )
  return leaves ? [] : changes.flatMap((change) => walls.flatMap((wall) => differences(wall, change)))
}

function differences({ wall, title, read, grade }: Wall, change: ObjectChange): WallChange[] {
  const [before, after] = [partsOf(change.before), partsOf(change.after)]
  const names = new Set([...before.keys(), ...after.keys()])
  return [...names].flatMap((id) => {
    const [was, is] = [before.get(id), after.get(id)]
    const { kind, name } = is ?? was ?? { kind: change.kind, name: change.name }
    const [old, now]: readonly Statements[] = [was ? read(was) : none, is ? read(is) : none]
    const keys = [...new Set([...(old ?? none).keys(), ...(now ?? none).keys()])]
    return keys.flatMap((key): WallChange[] => {
      const [then, present] = [old?.get(key), now?.get(key)]
      if (then === present) return []
      const graded = grade({
        key,
        before: then,
        after: present,
        deleted: !is,
        ofTenant: change.tenant !== undefined,
      })
      if (!graded) return []
      return [
        {
          wall,
          title,
          grade: graded,
          kind,
          name: stableName(kind, name),
          statement: key,
          ...(then === undefined ? {} : { before: then }),
          ...(present === undefined ? {} : { after: present }),
          ...whereOf(change),
        },
      ]
    })
  })
}

/** A Job's name ends in a digest of its content; without it, the same Job has one name. */
function stableName(kind: string, name: string): string {
  return kind === 'batch/Job' ? name.replace(/-[0-9a-f]{8}$/, '') : name
}

const none: Statements = new Map()

/** The object, or of a composition its resources and the rest of its pipeline. */
function partsOf(object: KubeObject | undefined): Map<string, Part> {
  if (!object) return new Map()
  const kind = groupKind(object)
  const { name } = object.metadata
  if (kind !== 'apiextensions.crossplane.io/Composition') return new Map([['', { kind, name, object }]])
  const made = resources(object).map((one): [string, Part] => [
    one.name,
    { kind: groupKind(one.base), name: `${name} ${one.name}`, object: { ...one.base, patches: one.patches } },
  ])
  const { pipeline = [] } = (object['spec'] ?? {}) as { pipeline?: readonly { input?: object }[] }
  const rest = pipeline.map((step) => ({ ...step, input: { ...step.input, resources: undefined } }))
  return new Map([['', { kind, name, object: { spec: { pipeline: rest } } }], ...made])
}

/** Differences that differ only in the tenant, as one, so that a thousand tenants that change alike are one entry. */
export function foldWalls(changes: readonly WallChange[]): WallChange[] {
  const general = changes.map((change) => {
    const [only] = change.tenants
    if (only === undefined) return change
    const { clusters, tenants, ...rest } = change
    return { ...withoutTenant(rest, only), clusters, tenants }
  })
  return foldWhere(general).map((change) => {
    const [only, ...more] = change.tenants
    if (only === undefined || more.length > 0) return change
    const { clusters, tenants, ...rest } = change
    return { ...withTenant(rest, only), clusters, tenants }
  })
}
