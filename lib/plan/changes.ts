import type { FieldChange } from './fields.ts'
import { withoutTenant, withTenant } from './fold.ts'
import type { ObjectChange } from './objects.ts'
import type { ChangeGroup } from './report.ts'

/** Collects changes of objects and reports equal ones once. */
export interface ChangeFolder {
  add(change: ObjectChange): void
  groups(): ChangeGroup[]
}

interface Group {
  readonly action: ObjectChange['action']
  readonly kinds: Set<string>
  readonly names: Set<string>
  fields: readonly ShownField[]
  readonly clusters: Set<string>
  readonly tenants: Set<string>
  objects: number
}

type ShownField = FieldChange & { readonly variants?: number }

/** From this number of ways to change the same fields, the plan prints one example for all. */
const variantsShown = 3

/** Opens a folder; memory grows with the ways in which objects change, not with the objects. */
export function openFolder(): ChangeFolder {
  const groups = new Map<string, Group>()
  return {
    add(change) {
      for (const part of parts(change)) addPart(groups, change, part)
    },
    groups() {
      const merged = mergeKinds(mergeVariants([...groups.values()]))
      return merged.map(toReport).sort(byWeight)
    },
  }
}

/** Every object and every pod has labels: grouped by themselves, they fold into one line. */
function parts({ action, fields }: ObjectChange): (readonly FieldChange[])[] {
  if (action === 'create' || action === 'delete') return [[]]
  const labels = fields.filter(({ path }) => isLabel(path))
  const rest = fields.filter(({ path }) => !isLabel(path))
  const shown = [...new Map(labels.map((one) => [one.path.replace(/^.*metadata\.labels/, ''), one])).values()]
  const short = shown.map((one) => ({ ...one, path: one.path.replace(/^.*(metadata\.labels)/, '$1') }))
  return [rest, short].filter((list) => list.length > 0)
}

/** True for a label of the object or of the pods that it makes. */
export function isLabel(path: string): boolean {
  return /(?:^|\.)metadata\.labels(?:\.|$)/.test(path)
}

function addPart(groups: Map<string, Group>, change: ObjectChange, part: readonly FieldChange[]): void {
  const { action, kind, tenant, cluster, namespace } = change
  const own = tenant === undefined ? `${namespace ? `${namespace}/` : ''}${change.name}` : change.name
  const [name, fields] = tenant === undefined ? [own, part] : withoutTenant([own, part] as const, tenant)
  const key = JSON.stringify([action, kind, name, fields, tenant === undefined ? cluster : ''])
  let group = groups.get(key)
  if (!group) {
    group = {
      action,
      kinds: new Set([kind]),
      names: new Set([name]),
      fields,
      clusters: new Set(),
      tenants: new Set(),
      objects: 0,
    }
    groups.set(key, group)
  }
  group.clusters.add(cluster)
  if (tenant !== undefined) group.tenants.add(tenant)
  group.objects += 1
}

/** Groups of the same object and fields whose values differ by tenant: one, with an example. */
function mergeVariants(groups: readonly Group[]): Group[] {
  const shapes = new Map<string, Group[]>()
  for (const group of groups) {
    const paths = group.fields.map(({ path }) => path)
    const key = JSON.stringify([
      group.action,
      [...group.kinds],
      [...group.names],
      paths,
      group.tenants.size > 0,
    ])
    shapes.set(key, [...(shapes.get(key) ?? []), group])
  }
  return [...shapes.values()].flatMap((same) => (same.length > variantsShown ? [mergeShape(same)] : same))
}

function mergeShape(same: readonly Group[]): Group {
  const [first, ...others] = same
  if (!first) throw new Error('a shape has groups')
  const fields = first.fields.map((field, index): ShownField => {
    const values = new Set(same.map((group) => JSON.stringify(group.fields[index])))
    return values.size > 1 ? { ...field, variants: values.size } : field
  })
  return others.reduce(join, { ...copy(first), fields })
}

/** Groups that change the same fields of the same tenants: one, with all kinds and names. */
function mergeKinds(groups: readonly Group[]): Group[] {
  const merged = new Map<string, Group>()
  for (const group of groups) {
    const key = JSON.stringify([
      group.action,
      group.fields,
      [...group.tenants].sort(),
      [...group.clusters].sort(),
    ])
    const known = merged.get(key)
    merged.set(key, known ? join(known, group) : copy(group))
  }
  return [...merged.values()]
}

function copy(group: Group): Group {
  return {
    ...group,
    kinds: new Set(group.kinds),
    names: new Set(group.names),
    clusters: new Set(group.clusters),
    tenants: new Set(group.tenants),
  }
}

function join(into: Group, from: Group): Group {
  for (const field of ['kinds', 'names', 'clusters', 'tenants'] as const)
    for (const one of from[field]) into[field].add(one)
  into.objects += from.objects
  return into
}

function toReport(group: Group): ChangeGroup {
  const tenants = [...group.tenants].sort()
  const [only] = tenants
  const shown = { names: [...group.names].sort(), fields: group.fields.map((field) => ({ ...field })) }
  return {
    action: group.action,
    objects: group.objects,
    kinds: [...group.kinds].sort(),
    ...(tenants.length === 1 && only !== undefined ? withTenant(shown, only) : shown),
    clusters: [...group.clusters].sort(),
    tenants,
  }
}

const order = ['delete', 'update', 'rerun', 'create'] as const

/** Losses first, then the changes that touch most objects. */
function byWeight(a: ChangeGroup, b: ChangeGroup): number {
  const key = (one: ChangeGroup) =>
    [one.kinds, one.names, one.tenants, one.fields.map(({ path }) => path)].join(' ')
  return (
    order.indexOf(a.action) - order.indexOf(b.action) ||
    b.objects - a.objects ||
    (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0)
  )
}
